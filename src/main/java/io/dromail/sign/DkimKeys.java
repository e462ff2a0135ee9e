package io.dromail.sign;

import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.StartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which keys sign for which domain. Takes every {@link DkimKey} among the beans when the
 * gateway starts; one that can't sign ends the start, or the renewal. Thread-safe.
 */
public final class DkimKeys implements CamelContextAware, StartupListener, Renewable {

  private static final int BITS_WANTED = 2048;
  private static final Logger LOG = LoggerFactory.getLogger(DkimKeys.class);

  private final Path folder;
  private final Clock clock;
  private CamelContext context;

  /** The newest of each domain first. */
  private volatile Map<String, List<SigningKey>> byDomain = Map.of();

  /**
   * None, until the gateway starts.
   *
   * @param folder of the routes, where relative paths of key files start
   */
  public DkimKeys(String folder) {
    this(Path.of(folder), Clock.systemUTC());
  }

  DkimKeys(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Takes these and no others.
   *
   * @param given by the names of the beans
   * @throws BadKey if one can't sign
   */
  public DkimKeys read(Map<String, DkimKey> given) {
    byDomain = judged(given, folder);
    return this;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadKey if one can't sign
   */
  @Override
  public Renewal renew(Path routes, Path templates) {
    Map<String, List<SigningKey>> before = byDomain;
    Map<String, List<SigningKey>> next =
        judged(context.getRegistry().findByTypeWithName(DkimKey.class), folder);
    return new Renewal() {
      @Override
      public void begin() {
        byDomain = next;
      }

      @Override
      public void end() {
        Set<String> known = all(before).map(SigningKey::toString).collect(Collectors.toSet());
        all(next).filter(key -> !known.contains(key.toString())).forEach(DkimKeys::announce);
      }

      @Override
      public void back() {
        byDomain = before;
      }
    };
  }

  /** Whether there is any key. */
  public boolean isPresent() {
    return !byDomain.isEmpty();
  }

  /**
   * The keys that sign a mail now, one for each algorithm: of the domain, or else of the nearest
   * domain above it whose keys sign for subdomains.
   *
   * @param domain of the address in From
   */
  List<SigningKey> signing(String domain) {
    Map<String, List<SigningKey>> all = byDomain;
    Instant now = clock.instant();
    String name = SigningKey.ascii(domain);
    boolean exact = true;
    while (!name.isEmpty()) {
      List<SigningKey> newest = newest(all.getOrDefault(name, List.of()), exact, now);
      if (!newest.isEmpty()) {
        return newest;
      }
      exact = false;
      name = name.substring(name.indexOf('.') + 1 == 0 ? name.length() : name.indexOf('.') + 1);
    }
    return List.of();
  }

  /** What is to be published: of every key, also of those whose time hasn't come or is over. */
  public List<DkimRecord> records() {
    return all(byDomain).map(SigningKey::record).toList();
  }

  @Override
  public void onCamelContextStarting(CamelContext starting, boolean alreadyStarted) {
    read(starting.getRegistry().findByTypeWithName(DkimKey.class));
    all(byDomain).forEach(DkimKeys::announce);
  }

  @Override
  public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
    // All is done by then.
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    try {
      context.addStartupListener(this);
    } catch (Exception e) {
      throw new IllegalStateException("the keys can't be read at the start", e);
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  private static Map<String, List<SigningKey>> judged(Map<String, DkimKey> given, Path folder) {
    Set<String> names = new HashSet<>();
    List<SigningKey> keys = new ArrayList<>();
    new TreeMap<>(given)
        .forEach(
            (bean, key) -> {
              SigningKey read = SigningKey.of(bean, key, folder);
              if (!names.add(read.record().name())) {
                throw new BadKey(bean, "has the selector of another key of " + read.domain());
              }
              keys.add(read);
            });
    return keys.stream()
        .sorted(Comparator.comparing(SigningKey::from).reversed())
        .collect(Collectors.groupingBy(SigningKey::domain, TreeMap::new, Collectors.toList()));
  }

  private static Stream<SigningKey> all(Map<String, List<SigningKey>> byDomain) {
    return byDomain.values().stream().flatMap(List::stream);
  }

  private static List<SigningKey> newest(List<SigningKey> keys, boolean exact, Instant now) {
    List<SigningKey> newest = new ArrayList<>(2);
    Set<Algorithm> found = EnumSet.noneOf(Algorithm.class);
    for (SigningKey key : keys) {
      if ((exact || key.subdomains()) && !key.from().isAfter(now) && found.add(key.algorithm())) {
        newest.add(key);
      }
    }
    return newest;
  }

  private static void announce(SigningKey key) {
    boolean always = key.from().equals(Instant.EPOCH);
    LOG.info("mail is signed with {}{}", key, always ? "" : " from " + key.from());
    if (key.algorithm() == Algorithm.RSA && key.bits() < BITS_WANTED) {
      LOG.warn("{} has {} bits only; verifiers begin to ask for 2048", key, key.bits());
    }
  }
}
