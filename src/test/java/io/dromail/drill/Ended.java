package io.dromail.drill;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The drill's processes: none outlives it, whatever ends it, short of kill -9. */
final class Ended {
  private static final Set<ProcessHandle> PROCESSES = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Ended::endAll, "end-of-drill"));
  }

  private Ended() {}

  /** Ends a process, and what it has started, no later than this JVM. */
  static void withThisJvm(ProcessHandle process) {
    PROCESSES.removeIf(ended -> !ended.isAlive());
    PROCESSES.add(process);
  }

  private static void endAll() {
    for (ProcessHandle process : PROCESSES) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
