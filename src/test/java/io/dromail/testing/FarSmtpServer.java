package io.dromail.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server a round trip away: each reply leaves so long after its command came, and commands
 * of one burst share that time, as on a real line. With a mood it refuses, closes or loses what it
 * took; it knows which mails it has.
 */
public final class FarSmtpServer implements AutoCloseable {

  /** Closes without a reply, and whatever it has said and not sent is lost. */
  public static final String CUT = "cut";

  /** Takes the mail, and then closes without a reply. */
  public static final String TAKE_AND_CUT = "take and cut";

  /** Where a mood has a say. */
  public enum At {
    MAIL,
    RCPT,
    DATA,
    BDAT,
    /** The content is there. */
    END
  }

  /** Answers commands. */
  public interface Mood {
    /** A reply, {@link #CUT}, {@link #TAKE_AND_CUT}, or null for the usual. */
    String answer(At at, String line);
  }

  /** A mail that the server has. */
  public record Taken(String from, List<String> to, byte[] content) {}

  private final List<String> extensions;
  private final Mood mood;
  private final FarLine line;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final List<Taken> mails = new CopyOnWriteArrayList<>();
  private final List<Taken> unanswered = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Starts on a free port of 127.0.0.1. */
  public FarSmtpServer(Duration delay, Mood mood, String... extensions) {
    this.mood = mood;
    this.extensions = List.of(extensions);
    line = new FarLine("far-server", delay);
    line.open(this::welcome);
  }

  public int port() {
    return line.port();
  }

  public String url() {
    return "smtp://127.0.0.1:" + port() + "?tls=none";
  }

  /** What it has taken so far. */
  public List<Taken> mails() {
    return List.copyOf(mails);
  }

  /**
   * What has come whole, and whose answer hasn't left: what is cut may be more than one command.
   */
  public List<Taken> unanswered() {
    return List.copyOf(unanswered);
  }

  /** How many connections there were so far. */
  public int connections() {
    return connections.get();
  }

  /** How many connections were open at the same time at most. */
  public int mostConnections() {
    return most.get();
  }

  /** Whether a client has said more than was answered. */
  public boolean hasMoreToHear() {
    return open.stream().anyMatch(Session::hasMoreToHear);
  }

  @Override
  public void close() {
    line.close();
    open.forEach(Session::cut);
  }

  private void welcome(Socket client) throws IOException {
    Session session = new Session(client);
    open.add(session);
    connections.incrementAndGet();
    most.accumulateAndGet(open.size(), Math::max);
    line.work("-session-" + connections, session::run);
  }

  /** One connection. */
  private final class Session {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private volatile boolean broken;
    private String from;
    private final List<String> to = new ArrayList<>();

    Session(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream(), 65_536);
      out = socket.getOutputStream();
    }

    void run() {
      try {
        say("220 far ESMTP");
        for (String command = line(); command != null; command = line()) {
          if (!obey(command)) {
            return;
          }
        }
      } catch (IOException gone) {
        // As with any client that leaves.
      } finally {
        cut();
        open.remove(this);
      }
    }

    private boolean obey(String command) throws IOException {
      String verb = command.split(" ")[0];
      switch (verb) {
        case "EHLO" -> say("250" + (extensions.isEmpty() ? " " : "-") + "far" + advertised());
        case "MAIL" -> {
          return answer(At.MAIL, command, "250 2.1.0 ok", () -> from = path(command));
        }
        case "RCPT" -> {
          return from == null
              ? say("503 5.5.1 MAIL first")
              : answer(At.RCPT, command, "250 2.1.5 ok", () -> to.add(path(command)));
        }
        case "DATA" -> {
          if (from == null || to.isEmpty()) {
            return say("503 5.5.1 no valid recipients");
          }
          boolean[] asks = new boolean[1];
          if (!answer(At.DATA, command, "354 go on", () -> asks[0] = true)) {
            return false;
          }
          return !asks[0] || end(dotted());
        }
        case "BDAT" -> {
          return bdat(command);
        }
        case "RSET" -> {
          forget();
          return say("250 2.0.0 reset");
        }
        case "NOOP" -> say("250 2.0.0 ok");
        case "QUIT" -> {
          return false;
        }
        default -> say("500 5.5.1 what?");
      }
      return true;
    }

    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    private boolean bdat(String command) throws IOException {
      String[] words = command.split(" ");
      String reply = mood.answer(At.BDAT, command);
      if (reply != null && !reply.equals(CUT)) {
        // Such a server takes what follows for commands.
        return say(reply);
      }
      byte[] chunk = in.readNBytes(Integer.parseInt(words[1]));
      if (CUT.equals(reply)) {
        return false;
      }
      if (from == null || to.isEmpty()) {
        return say("503 5.5.1 no valid recipients");
      }
      chunks.writeBytes(chunk);
      return words.length == 2 ? say("250 2.0.0 go on") : end(chunks.toByteArray());
    }

    private boolean end(byte[] content) throws IOException {
      Taken mail = new Taken(from, List.copyOf(to), content);
      unanswered.add(mail);
      boolean goesOn = answer(At.END, from, "250 2.0.0 taken", () -> mails.add(mail));
      forget();
      if (goesOn) {
        later(() -> unanswered.remove(mail));
      }
      return goesOn;
    }

    private void forget() {
      from = null;
      to.clear();
      chunks.reset();
    }

    private boolean answer(At at, String command, String usual, Runnable effect)
        throws IOException {
      String given = mood.answer(at, command);
      String reply = given == null ? usual : given;
      if (reply.equals(TAKE_AND_CUT) || reply.startsWith("2") || reply.startsWith("3")) {
        effect.run();
      }
      if (reply.equals(CUT) || reply.equals(TAKE_AND_CUT)) {
        return false;
      }
      say(reply);
      return !reply.startsWith("421") || closesAfterReplies();
    }

    /** The replies so far still leave. */
    private boolean closesAfterReplies() throws IOException {
      later(socket::shutdownOutput);
      in.transferTo(OutputStream.nullOutputStream());
      return false;
    }

    private boolean say(String reply) {
      byte[] octets = (reply + "\r\n").getBytes(StandardCharsets.US_ASCII);
      later(() -> out.write(octets));
      return true;
    }

    private void later(FarLine.Sending what) {
      line.later(() -> send(what));
    }

    private void send(FarLine.Sending what) {
      try {
        if (!broken) {
          what.run();
        }
      } catch (IOException gone) {
        broken = true;
      }
    }

    private String advertised() {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < extensions.size(); i++) {
        lines.append(i + 1 < extensions.size() ? "\r\n250-" : "\r\n250 ").append(extensions.get(i));
      }
      return lines.toString();
    }

    private String line() throws IOException {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet == '\n') {
          return octets.toString(StandardCharsets.UTF_8).stripTrailing();
        }
        octets.write(octet);
      }
      return null;
    }

    private byte[] dotted() throws IOException {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (String text = line(); !".".equals(text); text = line()) {
        if (text == null) {
          throw new IOException("gone within the content");
        }
        String plain = text.startsWith(".") ? text.substring(1) : text;
        content.writeBytes((plain + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      return content.toByteArray();
    }

    private static String path(String command) {
      return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
    }

    boolean hasMoreToHear() {
      try {
        return in.available() > 0;
      } catch (IOException gone) {
        return false;
      }
    }

    void cut() {
      broken = true;
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
