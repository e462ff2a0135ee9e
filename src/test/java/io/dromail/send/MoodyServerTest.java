package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction.Refusal;
import io.dromail.testing.FarSmtpServer;
import io.dromail.testing.FarSmtpServer.At;
import io.dromail.testing.FarSmtpServer.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of mails by many threads over few connections, to a server that refuses and closes
 * whenever it likes: what is told of a mail has to be what the server knows of it.
 */
@Timeout(120)
class MoodyServerTest {

  private static final int MAILS = 600;
  private static final Pattern ID = Pattern.compile("(?m)^Message-ID: (\\S+)");

  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final Map<String, List<String>> expected = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"8BITMIME", "PIPELINING", "PIPELINING,CHUNKING"})
  void knowsOfEachMailWhatBecameOfIt(String extensions) throws Exception {
    long seed = new Random().nextLong();
    System.err.println("seed " + seed + " with " + extensions);
    Random dice = new Random(seed);
    SmtpProfile profile = new SmtpProfile();
    profile.setConnections(3);
    profile.setMailsPerConnection(40);
    profile.setReplyTimeoutSeconds(20);
    Duration delay = Duration.ofMillis(extensions.contains("CHUNKING") ? 8 : 2);
    try (FarSmtpServer server =
        new FarSmtpServer(delay, (at, line) -> mood(at, dice), extensions.split(","))) {
      profile.setUrl(server.url());
      try (PooledMailSender sender = Outgoing.sender(profile)) {
        sendAll(sender);
      }
      Map<String, List<Taken>> taken =
          server.mails().stream().collect(Collectors.groupingBy(MoodyServerTest::id));
      if (!extensions.contains("CHUNKING")) {
        Set<String> unanswered =
            server.unanswered().stream().map(MoodyServerTest::id).collect(Collectors.toSet());
        assertThat(unanswered).as("seed %d", seed).containsAll(unknown());
      }
      told.forEach((id, verdict) -> assertTrue(id, verdict, taken.get(id), seed));
      assertThat(told).hasSize(MAILS);
      assertThat(taken).hasSizeGreaterThan(MAILS / 2);
    }
    assertThat(told.values()).contains("sent", "refused", "unknown");
  }

  private Set<String> unknown() {
    Set<String> unknown = new TreeSet<>(told.keySet());
    unknown.removeIf(id -> !told.get(id).equals("unknown"));
    return unknown;
  }

  private void assertTrue(String id, String verdict, List<Taken> taken, long seed) {
    String what = "mail " + id + ", seed " + seed;
    switch (verdict) {
      case "unknown" -> assertThat(taken == null ? 1 : taken.size()).as(what).isOne();
      case "refused" -> assertThat(taken).as(what).isNull();
      default -> {
        assertThat(taken).as(what).hasSize(1);
        assertThat(taken.get(0).to()).as(what).isEqualTo(expected.get(id));
      }
    }
  }

  private void sendAll(PooledMailSender sender) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < MAILS; i++) {
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  send(sender, number);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void send(PooledMailSender sender, int number) throws Exception {
    String[] to = {"a" + number + "@example.org", "b@example.org", "c@example.org"};
    OutgoingMail mail = Outgoing.mail(Arrays.copyOf(to, 1 + number % 3));
    String id = mail.getMessageID();
    try {
      sender.send(mail);
      expected.put(id, mail.recipients());
      told.put(id, "sent");
    } catch (SmtpFailure e) {
      assertThat(e.transaction()).as(e.getMessage()).isNotNull();
      expected.put(id, e.transaction().accepted());
      boolean unknown = e.stage() == Stage.END_OF_DATA && e.replyCode() < 0;
      boolean some = !e.transaction().accepted().isEmpty();
      assertThat(e.transaction().refused())
          .extracting(Refusal::address)
          .noneMatch(e.transaction().accepted()::contains)
          .isSubsetOf(mail.recipients());
      told.put(id, unknown ? "unknown" : some ? "sent to some" : "refused");
    }
  }

  /** Called by the server's threads. */
  private String mood(At at, Random dice) {
    int roll = dice.nextInt(1000);
    if (roll < 30) {
      return at == At.BDAT ? null : "450 4.2.0 not now";
    } else if (roll < 60) {
      return at == At.BDAT ? null : "550 5.7.1 not you";
    } else if (roll < 75) {
      return FarSmtpServer.CUT;
    } else if (roll < 85) {
      return at == At.BDAT ? null : "421 4.3.2 closing";
    } else if (roll < 110 && at == At.END) {
      return FarSmtpServer.TAKE_AND_CUT;
    }
    return null;
  }

  private static String id(Taken mail) {
    Matcher id = ID.matcher(new String(mail.content(), StandardCharsets.ISO_8859_1));
    return id.find() ? id.group(1) : "none";
  }
}
