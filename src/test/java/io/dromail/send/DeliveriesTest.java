package io.dromail.send;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Envelope;
import io.dromail.mail.JournalBacklog;
import io.dromail.mail.JournalUnavailable;
import io.dromail.mail.SettledRecipients;
import io.dromail.mail.SmtpTransaction;
import io.dromail.testing.NoBacklog;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private final Envelope job = sealed(mailWith("'text': 't', 'to': ['a@x.org', 'b@x.org']"));

  @Test
  void leavesOutThoseWhomThisProcessHasServed() {
    Deliveries deliveries = new Deliveries(id -> Set.of(), new NoBacklog());

    assertThat(deliveries.open(job, false)).isSameAs(job);
    deliveries.sent(job.id(), taken("a@x.org"));
    assertThat(deliveries.open(job, false).open()).containsExactly("b@x.org");
    deliveries.sent(job.id(), taken("b@x.org"));
    assertThat(deliveries.open(job, false)).isNull();
    assertThat(deliveries.transaction(job.id()).accepted()).containsExactly("b@x.org");
    assertThat(deliveries.transaction("another")).isNull();
  }

  @Test
  void forgetsNobodyWhenNobodyWasTaken() {
    Deliveries deliveries = new Deliveries(id -> Set.of(), new NoBacklog());

    deliveries.sent(job.id(), taken());

    assertThat(deliveries.open(job, false)).isSameAs(job);
    assertThat(deliveries.transaction(job.id())).isNull();
  }

  @Test
  void asksTheJournalOnlyAboutMailsThatMayHaveBeenInWork() {
    SettledRecipients journal = id -> Set.of("a@x.org");
    Deliveries deliveries = new Deliveries(journal, new NoBacklog());

    assertThat(deliveries.open(job, false)).as("a first delivery").isSameAs(job);
    assertThat(deliveries.open(job, true).open()).as("redelivered").containsExactly("b@x.org");
    assertThat(deliveries.open(job.maybeAgain(), false).open()).containsExactly("b@x.org");
    assertThat(deliveries.open(job.after(List.of(), 2), false).open()).containsExactly("b@x.org");
    assertThat(new Deliveries(journal, new ConnectedLater()).open(job, false).open())
        .as("accepted before the connection was made")
        .containsExactly("b@x.org");
  }

  @Test
  void sendsWhenNobodyCanTell() {
    SettledRecipients away =
        id -> {
          throw new JournalUnavailable("away", null);
        };

    assertThat(new Deliveries(away, new NoBacklog()).open(job, true)).isSameAs(job);
  }

  @Test
  void takesAMailIntoWorkOnceAtATime() {
    Deliveries deliveries = new Deliveries(id -> Set.of(), new NoBacklog());
    Exchange first = exchange();
    deliveries.narrow(first);

    assertThatThrownBy(() -> deliveries.narrow(exchange()))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining(job.id());
    first.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(first));
    assertThatCode(() -> deliveries.narrow(exchange())).doesNotThrowAnyException();
  }

  private Exchange exchange() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("envelope", job);
    return exchange;
  }

  private static SmtpTransaction taken(String... recipients) {
    return new SmtpTransaction(
        "default", "mx:25", "TLS", 1, "250 ok", List.of(recipients), List.of());
  }

  private static final class ConnectedLater implements JournalBacklog {
    @Override
    public Instant connectedSince() {
      return Instant.MAX;
    }

    @Override
    public void await() {
      // There is nothing to wait for.
    }
  }
}
