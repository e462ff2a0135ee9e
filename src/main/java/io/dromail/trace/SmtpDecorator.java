package io.dromail.trace;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpTransaction;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/** The spans of SMTP transactions, with the profile, the server and its reply. Stateless. */
public final class SmtpDecorator extends AbstractSpanDecorator {

  @Override
  public String getComponent() {
    return "smtp";
  }

  @Override
  public String getComponentClassName() {
    return "org.apache.camel.component.mail.MailComponent";
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return "smtp";
  }

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    SpanFailure.tell(span, exchange);
    SmtpFailure failure = SmtpFailure.in(exchange.getException());
    if (failure != null) {
      reply(span, failure.replyCode(), failure.enhancedCode());
      server(span, SmtpTransaction.in(failure));
    } else if (exchange.getMessage().getBody() instanceof OutgoingMail mail
        && mail.transaction() != null) {
      reply(span, 250, "");
      server(span, mail.transaction());
    }
  }

  private static void reply(Span span, int code, String enhanced) {
    if (code > 0) {
      span.setTag("smtp.reply_code", String.valueOf(code));
      span.setTag("smtp.enhanced_code", enhanced);
    }
  }

  private static void server(Span span, SmtpTransaction transaction) {
    if (transaction != null) {
      span.setTag("dromail.profile", transaction.profile());
      span.setTag("server.address", transaction.host());
    }
  }
}
