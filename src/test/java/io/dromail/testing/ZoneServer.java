package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A DNS server for tests on a free UDP port of 127.0.0.1 (RFC 1035). It knows what it was told, and
 * says of every other name that it doesn't exist.
 *
 * <pre>{@code
 * dns.txt("example.org", "v=spf1 -all").mx("example.org", 10, "mail.example.org");
 * }</pre>
 */
public final class ZoneServer implements AutoCloseable {

  private static final int TTL = 60;

  private final DatagramSocket socket;
  private final Thread thread;
  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
  private final Set<Name> broken = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;

  private ZoneServer() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "zone-server-" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  public static ZoneServer start() {
    try {
      return new ZoneServer();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** As {@code --dns} takes it. */
  public String hostAndPort() {
    return address().getAddress().getHostAddress() + ":" + address().getPort();
  }

  /** A TXT record, cut into strings of 255 characters as long ones must be. */
  public ZoneServer txt(String name, String text) {
    List<String> strings = Arrays.asList(text.split("(?<=\\G.{255})"));
    return add(new TXTRecord(name(name), DClass.IN, TTL, strings));
  }

  public ZoneServer mx(String name, int preference, String server) {
    return add(new MXRecord(name(name), DClass.IN, TTL, preference, name(server)));
  }

  public ZoneServer alias(String name, String target) {
    return add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
  }

  /** An A or an AAAA record. */
  public ZoneServer address(String name, String address) {
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return add(
          parsed.getAddress().length == 4
              ? new org.xbill.DNS.ARecord(name(name), DClass.IN, TTL, parsed)
              : new org.xbill.DNS.AAAARecord(name(name), DClass.IN, TTL, parsed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers SERVFAIL for a name. */
  public ZoneServer fail(String name) {
    broken.add(name(name));
    return this;
  }

  /** Forgets a name. */
  public ZoneServer forget(String name) {
    records.remove(name(name));
    return this;
  }

  /** Answers nothing any more. */
  public ZoneServer fallSilent() {
    silent = true;
    return this;
  }

  private ZoneServer add(Record record) {
    records.computeIfAbsent(record.getName(), any -> new CopyOnWriteArrayList<>()).add(record);
    return this;
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        if (!silent) {
          Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
          byte[] answer = answer(question).toWire();
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closedOrGarbage) {
        // The next packet, or the end.
      }
    }
  }

  private Message answer(Message question) {
    Record asked = question.getQuestion();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RD);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(asked, Section.QUESTION);
    Name name = asked.getName();
    if (broken.contains(name)) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
      return answer;
    }
    Record alias = find(name, Type.CNAME).stream().findFirst().orElse(null);
    if (alias != null) {
      answer.addRecord(alias, Section.ANSWER);
      name = ((CNAMERecord) alias).getTarget();
    }
    find(name, asked.getType()).forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (!records.containsKey(name)) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer;
  }

  private List<Record> find(Name name, int type) {
    return records.getOrDefault(name, List.of()).stream()
        .filter(record -> record.getType() == type)
        .toList();
  }

  private static Name name(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
