package io.dromail.command;

import io.dromail.live.LiveContext;
import io.dromail.settings.Settings;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Puts the house together: camel-main with the settings and the routes folder. */
public final class House {

  private House() {}

  /** A gateway that is ready to be started, and takes what operators edit while it runs. */
  public static Main live(Settings settings) {
    Main main = of(settings);
    main.addMainListener(new LiveEdits(settings));
    return main;
  }

  /** A gateway that is ready to be started, and stays as it is. */
  public static Main of(Settings settings) {
    return of(settings, routes(settings.get("dromail.routes.directory")));
  }

  /** The beans of one file in the routes folder, and nothing that runs. */
  static Main beans(Settings settings, String file) {
    Main main = of(settings, "file:" + settings.get("dromail.routes.directory") + "/" + file);
    main.configure().withAutoStartup(false);
    return main;
  }

  private static Main of(Settings settings, String routes) {
    Properties properties = new Properties();
    properties.putAll(properties(settings));
    Main main = new LiveMain();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
    // Settings has read the environment; Camel would take an empty variable for a value.
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport starting) {
            PropertiesComponent placeholders =
                (PropertiesComponent) starting.getCamelContext().getPropertiesComponent();
            placeholders.setEnvironmentVariableMode(
                PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            placeholders.addPropertiesFunction(new FileFunction(settings.home()));
          }
        });
    main.configure().withRoutesIncludePattern(routes);
    return main;
  }

  /** Where key files are that a relative path names; an edit that is checked has none with it. */
  static final String KEYS = "dromail.keys.directory";

  /** What placeholders in routes and beans stand for. */
  static Map<String, String> properties(Settings settings) {
    Map<String, String> properties = new TreeMap<>(settings.values());
    String role = settings.get("dromail.role");
    boolean journal = !settings.get("dromail.journal.url").equals("none");
    boolean unchecked = settings.get("dromail.content-check.spamd").isEmpty();
    properties.put(KEYS, settings.get("dromail.routes.directory"));
    properties.put("dromail.start.doors", Boolean.toString(!role.equals("worker")));
    properties.put("dromail.start.lanes", Boolean.toString(!role.equals("ingest")));
    properties.put("dromail.start.journal", Boolean.toString(journal));
    properties.put("dromail.start.workbench", Boolean.toString(journal));
    properties.put(
        "dromail.start.warm-up",
        Boolean.toString(!settings.get("dromail.warm-up.mails").equals("0")));
    properties.put("dromail.skip.content-check", Boolean.toString(unchecked));
    return properties;
  }

  /** Camel's Main, with routes that can be replaced one by one. */
  private static final class LiveMain extends Main {
    @Override
    protected CamelContext createCamelContext() {
      LiveContext context = new LiveContext();
      context.getCamelContextExtension().setRegistry(registry);
      return context;
    }
  }

  /** The beans first: Camel 4.17 makes those of any later file twice. */
  private static String routes(String directory) {
    String folder = "file:" + directory;
    return folder + "/beans.camel.yaml," + folder + "/*.camel.yaml";
  }
}
