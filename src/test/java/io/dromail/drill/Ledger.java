package io.dromail.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All mails of the drill, found by their addresses. Thread-safe. */
final class Ledger {
  private static final Pattern ADDRESS = Pattern.compile("m(\\d+)-(\\d)\\.[a-z-]+@drill\\.example");

  private final List<Parcel> parcels = new ArrayList<>();
  private final Map<String, Parcel> byId = new ConcurrentHashMap<>();
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicLong owed = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  /** A mail that is going to be handed in. */
  synchronized Parcel open(Fate fate) {
    Parcel parcel = new Parcel(parcels.size(), fate);
    parcels.add(parcel);
    return parcel;
  }

  void accepted(Parcel parcel, String id, String messageId) {
    parcel.accepted(id, messageId);
    byId.put(id, parcel);
  }

  /** The provider took it for one recipient. */
  void arrived(Parcel parcel, int recipient, String messageId) {
    parcel.arrived(recipient, messageId);
    arrivals.incrementAndGet();
  }

  /** How many mails the provider has taken so far, each copy and recipient counted. */
  long arrivals() {
    return arrivals.get();
  }

  /** The provider is about to reply to a final dot. */
  void replyOwed() {
    owed.incrementAndGet();
  }

  /** It has, or can't any more. */
  void replyEnded() {
    ended.incrementAndGet();
    owed.decrementAndGet();
  }

  /** Whether the gateway waits for a reply, so that a mail which has arrived is in work yet. */
  boolean owesReply() {
    return owed.get() > 0;
  }

  /** Arrivals and ends of replies; nothing moves while it stays as it is. */
  long moves() {
    return arrivals.get() + ended.get();
  }

  Optional<Parcel> withId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Tells each address of the drill in a text. */
  void find(CharSequence text, BiConsumer<Parcel, Integer> found) {
    Matcher matcher = ADDRESS.matcher(text);
    while (matcher.find()) {
      found.accept(parcel(Integer.parseInt(matcher.group(1))), Integer.valueOf(matcher.group(2)));
    }
  }

  private synchronized Parcel parcel(int serial) {
    return parcels.get(serial);
  }
}
