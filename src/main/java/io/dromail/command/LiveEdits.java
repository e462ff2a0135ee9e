package io.dromail.command;

import io.dromail.live.LiveContext;
import io.dromail.live.LiveRoutes;
import io.dromail.live.OperatorFiles;
import io.dromail.live.RouteCheck;
import io.dromail.live.RouteSet;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;

/** Opens and closes {@link LiveRoutes} with the gateway. */
final class LiveEdits extends MainListenerSupport {

  private final Settings settings;
  private final OperatorFiles files;
  private LiveRoutes live;
  private RouteSet first;

  LiveEdits(Settings settings) {
    this.settings = settings;
    files = Home.files(settings);
  }

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    try {
      // Before Camel reads them: an edit from here on is one.
      first = files.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LiveContext context = (LiveContext) main.getCamelContext();
    live =
        new LiveRoutes(
            context,
            files,
            Home.history(settings),
            new RouteCheck(folder -> RouteDraft.of(settings, folder)),
            set -> House.properties(settings.anew(set)));
    context.getRegistry().bind("liveRoutes", live);
    context.addLifecycleStrategy(new Lifecycle());
  }

  private final class Lifecycle extends LifecycleStrategySupport {
    @Override
    public void onContextStarted(CamelContext context) {
      boolean watched = Boolean.parseBoolean(settings.get("dromail.live.watch"));
      live.begin(first, House.properties(settings), watched);
    }

    @Override
    public void onContextStopping(CamelContext context) {
      try {
        live.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
