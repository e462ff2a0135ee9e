package io.dromail.enrich;

import freemarker.template.TemplateException;
import io.dromail.benchmarks.Order;
import io.dromail.mail.Envelope;
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

/** The template {@code order-shipped}: its subject and its HTML. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RenderingBenchmark {

  private Rendering rendering;
  private Envelope envelope;

  /** Parses the template. */
  @Setup
  public void prepare() throws IOException {
    rendering = new Rendering();
    envelope = Order.envelope(Order.mail());
  }

  /** One mail. */
  @Benchmark
  public Object render() throws UnknownTemplate, IOException, TemplateException {
    return rendering.render(envelope);
  }
}
