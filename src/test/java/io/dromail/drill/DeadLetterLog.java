package io.dromail.drill;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dead letters as the gateway logs them: for an embedded broker without a journal, where there is
 * no other way to see them. What it would have logged when it was killed isn't there.
 */
final class DeadLetterLog implements DeadLetterBox {
  private static final Pattern LINE = Pattern.compile("dead ([0-9a-f-]{36}): (\\w+) in (.*)");

  private final Queue<Matcher> unread = new ConcurrentLinkedQueue<>();

  void printed(String line) {
    Matcher matcher = LINE.matcher(line);
    if (matcher.find()) {
      unread.add(matcher);
    }
  }

  @Override
  public void collect(Ledger ledger) {
    for (Matcher line = unread.poll(); line != null; line = unread.poll()) {
      Optional<Parcel> parcel = ledger.withId(line.group(1));
      String failure = line.group(2);
      String cause = line.group(3);
      parcel.ifPresent(
          one -> {
            for (int i = 0; i < one.addresses().size(); i++) {
              one.dead(i, failure, cause);
            }
          });
    }
  }
}
