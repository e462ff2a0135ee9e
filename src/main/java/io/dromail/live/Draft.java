package io.dromail.live;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.main.Main;

/** A folder of routes that is to be judged, and what other rooms know about it. */
public interface Draft extends AutoCloseable {

  /** The folder that has the routes. */
  Path routes();

  /** A file as findings call it. */
  String name(Path file);

  /** The settings in force with it; empty if they can't be read. */
  Map<String, String> settings();

  /** The labels of the delays in its retry schedule; empty if it can't be read. */
  Set<String> delays();

  /**
   * What other rooms find in its other files: settings, the retry schedule, presets.
   *
   * @param templates whether to look at them, too
   */
  List<Finding> beside(boolean templates);

  /**
   * A new gateway of it, not started, that listens on free ports and talks to nobody; empty while
   * something in {@link #beside} forbids it.
   */
  Optional<Main> gateway();

  /** Lets go of everything. */
  @Override
  void close();
}
