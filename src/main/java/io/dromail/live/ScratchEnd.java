package io.dromail.live;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Closes a gateway for good, also one that failed halfway: Camel takes such a one for stopped,
 * while beans of it listen on ports. Stateless.
 */
final class ScratchEnd {

  private ScratchEnd() {}

  static void of(Main main) {
    main.stop();
    CamelContext context = main.getCamelContext();
    if (context != null) {
      context.stop();
      ServiceHelper.stopAndShutdownServices(context.getCamelContextExtension().getServices());
      ServiceHelper.stopAndShutdownServices(context.getRegistry());
      ServiceHelper.stopAndShutdownServices(context.getExecutorServiceManager());
    }
  }
}
