package io.dromail.enrich;

import freemarker.template.TemplateException;
import io.dromail.benchmarks.Order;
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

/** The text part, made from what {@code order-shipped} renders. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextFromHtmlBenchmark {

  private String html;

  /** Renders it. */
  @Setup
  public void render() throws UnknownTemplate, IOException, TemplateException {
    html = new Rendering().render(Order.envelope(Order.mail())).html();
  }

  /** One mail. */
  @Benchmark
  public String convert() {
    return TextFromHtml.convert(html);
  }
}
