package io.dromail.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks a DNS server (RFC 1035), over UDP and, where an answer is too long, over TCP. Aliases are
 * followed; nothing is kept, so that what was published a moment ago is seen as soon as the server
 * has it. Used by one thread.
 */
public final class Dns {

  private static final int ATTEMPTS = 2;

  private final LookupSession session;
  private final String servers;
  private final Duration patience;

  private Dns(Resolver resolver, String servers, Duration patience) {
    this.session = LookupSession.builder().resolver(resolver).build();
    this.servers = servers;
    this.patience = patience;
  }

  /**
   * Asks the servers that this machine asks.
   *
   * @param timeout for one attempt; there are two
   */
  public static Dns ofThisMachine(Duration timeout) {
    List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
    return of(servers.subList(0, Math.min(servers.size(), 2)), timeout);
  }

  /** Asks one server. */
  public static Dns at(InetSocketAddress server, Duration timeout) {
    return of(List.of(server), timeout);
  }

  private static Dns of(List<InetSocketAddress> servers, Duration timeout) {
    List<Resolver> resolvers = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      Resolver one = new SimpleResolver(server);
      one.setTimeout(timeout);
      resolvers.add(one);
    }
    ExtendedResolver all = new ExtendedResolver(resolvers);
    Duration together = timeout.multipliedBy((long) ATTEMPTS * servers.size());
    all.setTimeout(together);
    all.setRetries(ATTEMPTS);
    String names =
        servers.stream()
            .map(server -> server.getAddress().getHostAddress() + ":" + server.getPort())
            .collect(Collectors.joining(", "));
    return new Dns(all, names, together.plus(timeout));
  }

  /** Whom it asks: addresses with their ports. */
  public String servers() {
    return servers;
  }

  /** The TXT records of a name, each with its strings put together. */
  Answer texts(String name) {
    return ask(name, Type.TXT);
  }

  /** The names of a domain's mail servers, the preferred one first; {@code .} is the null MX. */
  Answer mailServers(String name) {
    return ask(name, Type.MX);
  }

  /** The IPv4 and IPv6 addresses of a name. */
  Answer addresses(String name) {
    Answer four = ask(name, Type.A);
    if (four.isUnknown()) {
      return four;
    }
    Answer six = ask(name, Type.AAAA);
    List<String> both = new ArrayList<>(four.values());
    both.addAll(six.values());
    return both.isEmpty() ? six : Answer.found(both);
  }

  private Answer ask(String name, int type) {
    try {
      List<Record> records =
          session
              .lookupAsync(Name.fromString(name, Name.root), type)
              .toCompletableFuture()
              .get(patience.toMillis(), TimeUnit.MILLISECONDS)
              .getRecords();
      return Answer.found(
          records.stream().sorted(Dns::byPreference).map(Dns::value).collect(Collectors.toList()));
    } catch (TextParseException e) {
      return Answer.failed(name + " can't be a name in the DNS: " + e.getMessage());
    } catch (TimeoutException e) {
      return silence();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.silent("the question was interrupted");
    } catch (ExecutionException e) {
      return failure(name, e.getCause());
    }
  }

  private Answer failure(String name, Throwable cause) {
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      return Answer.absent();
    }
    if (cause instanceof IOException) {
      return silence();
    }
    return Answer.failed("the DNS server " + servers + " couldn't answer for " + name);
  }

  private Answer silence() {
    return Answer.silent("no answer from the DNS server " + servers);
  }

  private static int byPreference(Record a, Record b) {
    return a instanceof MXRecord first && b instanceof MXRecord second
        ? Integer.compare(first.getPriority(), second.getPriority())
        : 0;
  }

  private static String value(Record record) {
    if (record instanceof TXTRecord text) {
      return text.getStringsAsByteArrays().stream()
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .collect(Collectors.joining());
    }
    if (record instanceof MXRecord mx) {
      return mx.getTarget().equals(Name.root) ? "." : mx.getTarget().toString(true);
    }
    if (record instanceof ARecord four) {
      return four.getAddress().getHostAddress();
    }
    return record instanceof AAAARecord six
        ? six.getAddress().getHostAddress()
        : record.rdataToString();
  }
}
