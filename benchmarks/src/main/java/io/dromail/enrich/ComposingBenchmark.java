package io.dromail.enrich;

import freemarker.template.TemplateException;
import io.dromail.benchmarks.Order;
import io.dromail.mail.Envelope;
import io.dromail.mail.PermanentFailure;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The finished mail as the bytes that are sent, from what the template gave. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ComposingBenchmark {

  private static final int ROOM = 32_768;

  private final MailComposer composer = new MailComposer();
  private Envelope envelope;
  private Rendering.Rendered rendered;
  private String text;

  /** Renders it. */
  @Setup
  public void render() throws UnknownTemplate, IOException, TemplateException {
    envelope = Order.envelope(Order.mail());
    rendered = new Rendering().render(envelope);
    text = TextFromHtml.convert(rendered.html());
  }

  /** With a text part that the template has given. */
  @Benchmark
  public byte[] withTextGiven() throws MessagingException, PermanentFailure, IOException {
    return compose(text);
  }

  /** With one made from the HTML. */
  @Benchmark
  public byte[] withTextMade() throws MessagingException, PermanentFailure, IOException {
    return compose(null);
  }

  /** Without the bytes: what the mail says. */
  @Benchmark
  public MailContent content() {
    return MailContent.of(envelope.mail(), rendered.subject(), rendered.html(), text);
  }

  private byte[] compose(String given) throws MessagingException, PermanentFailure, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(ROOM);
    composer.compose(envelope, rendered.subject(), rendered.html(), given).writeTo(out);
    return out.toByteArray();
  }
}
