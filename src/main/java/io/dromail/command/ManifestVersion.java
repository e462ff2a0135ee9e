package io.dromail.command;

import io.dromail.Dromail;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest. */
final class ManifestVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Dromail.class.getPackage().getImplementationVersion();
    return new String[] {
      "Dromail " + (version == null ? "(not built into a jar)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name"),
    };
  }
}
