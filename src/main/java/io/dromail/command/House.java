package io.dromail.command;

import io.dromail.settings.Settings;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Puts the house together: camel-main with the settings and the routes folder. */
public final class House {

  private House() {}

  /** A gateway that is ready to be started. */
  public static Main of(Settings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.values());
    String role = settings.get("dromail.role");
    properties.setProperty("dromail.start.doors", Boolean.toString(!role.equals("worker")));
    properties.setProperty("dromail.start.lanes", Boolean.toString(!role.equals("ingest")));
    boolean journal = !settings.get("dromail.journal.url").equals("none");
    properties.setProperty("dromail.start.journal", Boolean.toString(journal));
    properties.setProperty("dromail.start.workbench", Boolean.toString(journal));
    Main main = new Main();
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
          }
        });
    main.configure().withRoutesIncludePattern(routes(settings.get("dromail.routes.directory")));
    return main;
  }

  /** The beans first: Camel 4.17 makes those of any later file twice. */
  private static String routes(String directory) {
    String folder = "file:" + directory;
    return folder + "/beans.camel.yaml," + folder + "/*.camel.yaml";
  }
}
