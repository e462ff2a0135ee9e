package io.dromail.broker;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.port.AmqpPort;

/**
 * Apache Qpid Broker-J in this process, on a free loopback port with a password that is made anew at
 * each start. Its queues are durable, in a Derby database that survives a crash.
 */
final class EmbeddedBroker implements AutoCloseable {

  private final SystemLauncher launcher;
  private final String url;

  private EmbeddedBroker(SystemLauncher launcher, String url) {
    this.launcher = launcher;
    this.url = url;
  }

  /**
   * Starts it.
   *
   * @param data the folder of the store; made if missing
   * @throws IllegalStateException when the store is in use by another process or broken
   */
  static EmbeddedBroker start(Path data) throws Exception {
    Files.createDirectories(data);
    String password = UUID.randomUUID().toString();
    BoundPort port = new BoundPort();
    SystemLauncher launcher =
        new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener(), port);
    launcher.startup(attributes(data, password));
    if (port.number <= 0) {
      throw new IllegalStateException(
          "the embedded broker did not start; is " + data + " in use by another Dromail?");
    }
    return new EmbeddedBroker(
        launcher, "amqp://dromail:" + password + "@127.0.0.1:" + port.number + "/");
  }

  private static Map<String, Object> attributes(Path data, String password) throws IOException {
    Map<String, String> context = new HashMap<>();
    context.put("qpid.work_dir", data.toString());
    context.put("dromail.password", password);
    context.put("broker.name", "dromail");
    return Map.of(
        SystemConfig.TYPE, "Memory",
        SystemConfig.INITIAL_CONFIGURATION_LOCATION,
            EmbeddedBroker.class.getResource("/io/dromail/embedded-broker.json").toString(),
        SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false,
        SystemConfig.CONTEXT, context);
  }

  /** Where to connect, with the password of this start. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    launcher.shutdown();
  }

  /**
   * Qpid stops itself in a shutdown hook, at the same time as Camel begins to stop, while mails are on
   * their way; Dromail closes it last. There is no setting for that.
   */
  private static void withoutShutdownHook(Broker<?> broker) {
    try {
      Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
      hook.setAccessible(true);
      Runtime.getRuntime().removeShutdownHook((Thread) hook.get(broker));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException("this version of Qpid has another shutdown hook", e);
    }
  }

  private static final class BoundPort extends SystemLauncherListener.DefaultSystemLauncherListener {
    private volatile int number;
    private SystemConfig<?> system;

    @Override
    public void onContainerResolve(SystemConfig<?> config) {
      system = config;
    }

    @Override
    public void afterStartup() {
      if (system != null && system.getContainer() instanceof Broker<?> broker) {
        broker.getPorts().stream()
            .filter(AmqpPort.class::isInstance)
            .forEach(port -> number = ((Port<?>) port).getBoundPort());
        withoutShutdownHook(broker);
      }
    }
  }
}
