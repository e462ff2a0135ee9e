package io.dromail.ingest;

import io.dromail.benchmarks.Order;
import io.dromail.enrich.Templates;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a request to the mail that is accepted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ValidationBenchmark {

  private static final int BATCH = 100;
  private static final long SIZE_LIMIT = 25_000_000;
  private static final String TENANT = "default";

  private final MailReader reader =
      new MailReader(
          new MailRules(
              new ApiKeys(""),
              new AttachmentFiles(""),
              () -> Set.of("transactional", "bulk"),
              SIZE_LIMIT));
  private final Templates templates = new Templates(Order.templates().toString());
  private byte[] request;
  private byte[] batch;
  private byte[] wrong;
  private Mail mail;

  /** Reads it once. */
  @Setup
  public void prepare() throws Refused, IOException {
    request = Order.request();
    batch = Order.batch(BATCH);
    String text = new String(request, StandardCharsets.UTF_8);
    wrong = text.replace("@sink.test\"]", "\"]").getBytes(StandardCharsets.UTF_8);
    mail = reader.read(request, TENANT);
  }

  /** JSON, the contract's schema, the rules. */
  @Benchmark
  public Mail read() throws Refused, IOException {
    return reader.read(request, TENANT);
  }

  /** A batch of 100, a mail. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Mail> readBatch() throws Refused, IOException {
    return reader.readBatch(batch, TENANT);
  }

  /** A mail whose address is none. */
  @Benchmark
  public Refused refuse() throws IOException {
    try {
      throw new IllegalStateException("accepted " + reader.read(wrong, TENANT));
    } catch (Refused refused) {
      return refused;
    }
  }

  /** The variables, by the template's schema. */
  @Benchmark
  public Mail checkVariables() throws Refused {
    return templates.check(mail);
  }
}
