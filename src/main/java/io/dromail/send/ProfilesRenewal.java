package io.dromail.send;

import io.dromail.mail.Renewal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Senders that are ready to take the place of others; some may be in both. Used by one thread. */
final class ProfilesRenewal implements Renewal {

  private final Map<String, PooledMailSender> before;
  private final Map<String, PooledMailSender> next;
  private final BiConsumer<Map<String, PooledMailSender>, Map<String, PooledMailSender>> take;

  /**
   * From the ones to the others.
   *
   * @param take is given the senders that count, and those that are gone
   */
  ProfilesRenewal(
      Map<String, PooledMailSender> before,
      Map<String, PooledMailSender> next,
      BiConsumer<Map<String, PooledMailSender>, Map<String, PooledMailSender>> take) {
    this.before = before;
    this.next = next;
    this.take = take;
  }

  @Override
  public void begin() {
    Map<String, PooledMailSender> gone = new TreeMap<>(before);
    gone.keySet().removeAll(next.keySet());
    take.accept(next, gone);
  }

  @Override
  public void end() {
    before.values().stream()
        .filter(sender -> !next.containsValue(sender))
        .forEach(PooledMailSender::runOut);
  }

  @Override
  public void back() {
    take.accept(before, Map.of());
    next.values().stream()
        .filter(sender -> !before.containsValue(sender))
        .forEach(PooledMailSender::runOut);
  }
}
