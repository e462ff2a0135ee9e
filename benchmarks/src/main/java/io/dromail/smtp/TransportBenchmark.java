package io.dromail.smtp;

import freemarker.template.TemplateException;
import io.dromail.benchmarks.Order;
import io.dromail.benchmarks.Sink;
import io.dromail.enrich.MailComposer;
import io.dromail.enrich.Rendering;
import io.dromail.enrich.UnknownTemplate;
import io.dromail.mail.Envelope;
import io.dromail.mail.PermanentFailure;
import jakarta.mail.MessagingException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Mails over one connection, to a server on this machine or 20 ms away. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TransportBenchmark {

  private static final byte[] HELLO = "EHLO benchmark\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String LAST = "250 ";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How far away the server is, there and back. */
  @Param({"0", "20"})
  public int distanceMs;

  private final ExecutorService second = Executors.newSingleThreadExecutor();
  private byte[] content;
  private Sink sink;
  private Dialogue commands;
  private Dialogue groups;
  private Dialogue bdat;

  /** Composes a mail and opens the connections. */
  @Setup
  public void open()
      throws IOException, MessagingException, PermanentFailure, TemplateException, UnknownTemplate {
    Envelope envelope = Order.envelope(Order.mail());
    Rendering.Rendered rendered = new Rendering().render(envelope);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MailComposer().compose(envelope, rendered.subject(), rendered.html(), null).writeTo(out);
    content = out.toByteArray();
    sink = new Sink(distanceMs, true, true);
    new Thread(sink, "sink").start();
    commands = dialogue(false, false, new Habits());
    groups = dialogue(true, false, new Habits());
    // As if every server were far: BDAT is for those.
    bdat = dialogue(true, true, new Habits(Duration.ZERO));
    taken(bdat.send(letter(), Followers.NONE));
    taken(bdat.send(letter(), Followers.NONE));
  }

  /** Closes them. */
  @TearDown
  public void close() {
    List.of(commands, groups, bdat).forEach(Dialogue::cut);
    sink.close();
    second.shutdown();
  }

  /** MAIL, RCPT, DATA and the content each wait for their reply. */
  @Benchmark
  public Outcome commandByCommand() throws IOException {
    return taken(commands.send(letter(), Followers.NONE));
  }

  /** MAIL, RCPT and DATA in one group. */
  @Benchmark
  public Outcome inAGroup() throws IOException {
    return taken(groups.send(letter(), Followers.NONE));
  }

  /** The next mail's group behind the content of the one in front; a mail of two. */
  @Benchmark
  @OperationsPerInvocation(2)
  public Outcome followed() throws IOException, ExecutionException, InterruptedException {
    Follower follower = new Follower(letter());
    taken(groups.send(letter(), follower));
    return taken(follower.outcome.get());
  }

  /** Envelope and content in one go. */
  @Benchmark
  public Outcome byBdat() throws IOException {
    return taken(bdat.send(letter(), Followers.NONE));
  }

  private Letter letter() throws IOException {
    return new Letter(
        "shop@bench.test",
        List.of("j00000042.measured@sink.test"),
        false,
        out -> out.write(content));
  }

  private static Outcome taken(Outcome outcome) {
    if (outcome.fate() != Outcome.Fate.TAKEN) {
      throw new IllegalStateException("the sink took no mail: " + outcome);
    }
    return outcome;
  }

  private Dialogue dialogue(boolean pipelining, boolean chunking, Habits habits)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.port());
    Dialogue dialogue = new Dialogue(socket, socket, PATIENCE, pipelining, chunking, habits);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    in.readLine();
    socket.getOutputStream().write(HELLO);
    for (String line = in.readLine(); !line.startsWith(LAST); line = in.readLine()) {
      // What it offers is known.
    }
    return dialogue;
  }

  /** One mail that travels behind another. */
  private final class Follower implements Followers {

    private final Letter letter;
    private Future<Outcome> outcome;

    Follower(Letter letter) {
      this.letter = letter;
    }

    @Override
    public Letter next() {
      return letter;
    }

    @Override
    public void contentLeft() {
      outcome = second.submit(() -> groups.follow(letter, true, Followers.NONE));
    }
  }
}
