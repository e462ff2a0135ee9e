package io.dromail.live;

import io.dromail.mail.Checked;
import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the running gateway at what its operators save: takes an edit that is in order, wholly, and
 * refuses any other in words, while all goes on as it was. Edits come one at a time; what is asked
 * of it may be asked by any thread.
 */
public final class LiveRoutes implements Checked, AutoCloseable {

  private static final Duration TO_FINISH = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger("io.dromail.live");

  private final LiveContext context;
  private final OperatorFiles files;
  private final History history;
  private final RouteCheck check;
  private final SetProperties properties;
  private final EditState state = new EditState();
  private final Draining draining;
  private Inventory inventory;
  private RouteSet running;
  private volatile Path folder;
  private volatile boolean closed;
  private Watch watch;

  /**
   * For a gateway that is about to start.
   *
   * @param files what operators edit
   * @param history where what was in force is kept
   * @param check finds what is wrong with a set
   * @param properties knows what placeholders stand for, with a set's settings
   */
  public LiveRoutes(
      LiveContext context,
      OperatorFiles files,
      History history,
      RouteCheck check,
      SetProperties properties) {
    this.context = context;
    this.files = files;
    this.history = history;
    this.check = check;
    this.properties = properties;
    draining = new Draining(context);
  }

  /**
   * The gateway runs with a set; from here on it takes edits.
   *
   * @param set what it was started with
   * @param watched whether it looks for edits at all
   */
  public void begin(RouteSet set, Map<String, String> values, boolean watched) {
    inventory = new Inventory(RouteItems.of(set), values);
    running = set;
    state.begin(set, context, draining::count);
    if (watched) {
      settle(set);
      watch = new Watch(files, set, Watch.INTERVAL, this::take).start();
      new QuietMoment(this::isUntouched, this::rehearse).await();
    }
  }

  /**
   * Checks what runs. The first check takes a new process some seconds, of which neither mails nor
   * the first edit should be the victims; and what it finds would be found in the next edit, too.
   */
  private void rehearse() {
    try {
      List<Finding> findings = check.check(folder, null);
      if (!findings.isEmpty() && isUntouched()) {
        LOG.warn("What runs would be refused as an edit:\n  {}", lines(findings));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("What runs can't be checked", e);
    }
  }

  private boolean isUntouched() {
    return !closed && !state.hasSeenAnEdit();
  }

  private static String lines(List<Finding> findings) {
    return findings.stream()
        .limit(EditState.SHOWN)
        .map(Finding::toString)
        .collect(Collectors.joining("\n  "));
  }

  /** From here on nothing is read from files that a person may be editing. */
  private void settle(RouteSet set) {
    try {
      folder = history.stage(set);
      for (Renewable bean : context.getRegistry().findByType(Renewable.class)) {
        Renewal renewal =
            bean.renew(folder.resolve(RouteSet.ROUTES), folder.resolve(RouteSet.TEMPLATES));
        renewal.begin();
        renewal.end();
      }
    } catch (Exception e) {
      refuse(set.digest(), List.of(explained(folder, e)));
      history.discard();
      return;
    }
    keep(set, new RouteSet(new TreeMap<>()), set.files().keySet());
  }

  /** Takes an edit, or refuses it. */
  void take(RouteSet next) {
    Instant began = Instant.now();
    SortedSet<String> changed = next.changedFrom(running);
    if (changed.isEmpty()) {
      state.takenBack();
      LOG.info("The edit that was refused is taken back; {} is in force.", next.digest());
      return;
    }
    Path staged = null;
    List<Finding> findings;
    try {
      staged = history.stage(next);
      findings = apply(next, staged, changed);
    } catch (Exception | LinkageError e) {
      LOG.debug("An edit failed", e);
      findings = List.of(explained(staged, e));
    }
    if (!findings.isEmpty()) {
      refuse(next.digest(), findings);
      history.discard();
      return;
    }
    RouteSet before = running;
    running = next;
    folder = staged;
    state.applied(next);
    keep(next, before, changed);
    LOG.info(
        "{} is in force after {} ms: {}",
        next.digest(),
        Duration.between(began, Instant.now()).toMillis(),
        String.join(", ", changed));
  }

  /** What is in force is so, whether or not it can be entered into the history. */
  private void keep(RouteSet set, RouteSet before, Set<String> changed) {
    try {
      history.keep(set, before, files.owner(changed));
    } catch (UncheckedIOException e) {
      LOG.warn(
          "{} is in force, and can't be kept in the history: {}", set.digest(), e.getMessage());
    }
  }

  private List<Finding> apply(RouteSet next, Path staged, SortedSet<String> changed)
      throws Exception {
    List<Finding> findings = check.check(staged, changed);
    if (!findings.isEmpty()) {
      return findings;
    }
    Inventory after = new Inventory(RouteItems.of(next), properties.of(staged));
    findings = AtStartOnly.among(inventory, after, staged);
    if (findings.isEmpty()) {
      Difference difference = Difference.between(inventory, after);
      new Change(context, draining).apply(difference, next, staged, after.properties());
      inventory = after;
    }
    return findings;
  }

  /** In the words and at the place of a check, if there was something to check. */
  private Finding explained(Path staged, Throwable failure) {
    if (staged != null) {
      try {
        return check.explain(staged, failure);
      } catch (IOException | RuntimeException e) {
        LOG.debug("A failure can't be explained", e);
      }
    }
    return new Finding(RouteSet.ROUTES, 0, String.valueOf(failure.getMessage()));
  }

  private void refuse(String digest, List<Finding> findings) {
    state.refused(digest, findings);
    LOG.warn("An edit is refused, and what ran before goes on:\n  {}", lines(findings));
  }

  @Override
  public String component() {
    return "routes";
  }

  @Override
  public boolean isUp() {
    return true;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    return state.details(context.getRoutesSize(), draining.count());
  }

  /** What was in force, the oldest first. */
  List<HistoryEntry> entries() {
    return history.entries();
  }

  /**
   * What writing the files of an entry back would change, as the lines of a unified diff.
   *
   * @return empty if there's no such entry
   */
  Optional<List<String>> difference(int number) throws IOException {
    Optional<HistoryEntry> entry = history.entry(number);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(Differences.between(files.read(), history.set(entry.get())));
  }

  /**
   * Writes the files of an entry of the history back; what becomes of it is that of any edit.
   *
   * @return the names of the files that were otherwise; empty if there's no such entry
   */
  Optional<SortedSet<String>> rollBack(int number) throws IOException {
    Optional<HistoryEntry> entry = history.entry(number);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rollback(files).to(history.set(entry.get())));
  }

  /** Takes no more edits; lets routes that were replaced finish what they have in work. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    if (watch != null) {
      watch.close();
    }
    draining.await(TO_FINISH);
    draining.close();
  }

  /** Knows what placeholders stand for. */
  @FunctionalInterface
  public interface SetProperties {
    /** With the settings of a set. */
    Map<String, String> of(Path folder);
  }
}
