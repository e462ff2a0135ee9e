package io.dromail.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromail.doctor.DkimKey;
import io.dromail.doctor.KnownProviders;
import io.dromail.doctor.SenderToCheck;
import io.dromail.ingest.ApiKeys;
import io.dromail.send.Probe;
import io.dromail.send.SmtpProfiles;
import io.dromail.settings.Settings;
import io.dromail.sign.DkimKeys;
import java.net.IDN;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Registry;
import org.slf4j.LoggerFactory;

/**
 * What the doctor looks at: the profiles, and the domains that mails are from.
 *
 * @param sandbox whether the default profile keeps mails in the process, so that there's nothing to
 *     look at
 */
record DoctorPlan(List<ProfileToCheck> profiles, List<SenderToCheck> senders, boolean sandbox) {

  private static final String SANDBOX = "sandbox:";

  /** The profile that dromail.smtp.url makes. */
  private static final String DEFAULT = "default";

  /**
   * Reads the settings, and the profiles out of the routes folder; no gateway runs for it.
   *
   * @param domains more of them than the settings know
   * @param spf what the default profile needs in SPF records; empty: what is known of its server
   * @param patienceSeconds for the connection and each reply
   */
  static DoctorPlan of(Set<String> domains, List<String> spf, int patienceSeconds) {
    Path home = Path.of(System.getProperty("dromail.home", ".")).toAbsolutePath().normalize();
    Settings settings = Settings.load(home, System.getenv(), Map.of());
    boolean sandbox = settings.get("dromail.smtp.url").equals(SANDBOX);
    long mailsUpTo = Long.parseLong(settings.get("dromail.mail.size-limit-bytes"));
    List<ProfileToCheck> profiles = new ArrayList<>();
    Folder folder = folder(home, settings, mailsUpTo, patienceSeconds);
    for (Probe probe : folder.probes()) {
      if (!sandbox || !probe.profile().equals(DEFAULT)) {
        boolean given = !spf.isEmpty() && probe.profile().equals(DEFAULT);
        List<String> known = probe.spf().isEmpty() ? KnownProviders.spf(probe.host()) : probe.spf();
        profiles.add(new ProfileToCheck(probe, given ? spf : known, probe.senders()));
      }
    }
    Set<String> all = new TreeSet<>();
    new ApiKeys(settings.get("dromail.api.keys")).senderDomains().forEach(d -> all.add(ascii(d)));
    profiles.forEach(profile -> profile.senders().forEach(sender -> all.add(ascii(sender))));
    domains.forEach(domain -> all.add(ascii(domain)));
    folder.keys().forEach(key -> all.add(key.domain()));
    List<DkimKey> keys = folder.keys();
    return new DoctorPlan(
        profiles, all.stream().map(domain -> sender(domain, profiles, keys)).toList(), sandbox);
  }

  private static SenderToCheck sender(
      String domain, List<ProfileToCheck> profiles, List<DkimKey> keys) {
    return new SenderToCheck(
        domain,
        domain,
        profiles.stream().filter(p -> p.serves(domain)).map(ProfileToCheck::provider).toList(),
        keys.stream().filter(key -> key.domain().equals(domain)).toList());
  }

  /** What the routes folder says, out of a context in which no route runs. */
  private static Folder folder(Path home, Settings settings, long mailsUpTo, int patienceSeconds) {
    ((Logger) LoggerFactory.getLogger("org.apache.camel")).setLevel(Level.ERROR);
    Main main = null;
    try {
      Map<String, String> scratch =
          Nowhere.settings(Path.of(System.getProperty("java.io.tmpdir"), "dromail-doctor"));
      if (!settings.get("dromail.smtp.url").equals(SANDBOX)) {
        scratch.put("dromail.smtp.url", settings.get("dromail.smtp.url"));
      }
      main = House.of(Settings.load(home, System.getenv(), scratch));
      main.configure().withAutoStartup(false);
      main.start();
      Registry registry = main.getCamelContext().getRegistry();
      return new Folder(
          registry.findSingleByType(SmtpProfiles.class).probes(mailsUpTo, patienceSeconds),
          registry.findSingleByType(DkimKeys.class).records().stream()
              .map(r -> new DkimKey(r.domain(), r.selector(), r.type(), r.publicKey()))
              .toList());
    } catch (Exception e) {
      throw CommandFailed.refused(
          "The profiles can't be read, because the routes can't be loaded; ./dromail check tells"
              + " more.");
    } finally {
      if (main != null) {
        main.stop();
      }
    }
  }

  /** Of a domain, of {@code @domain} or of an address. */
  private static String ascii(String sender) {
    String domain = sender.substring(sender.lastIndexOf('@') + 1).replaceFirst("\\.$", "");
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage("'" + domain + "' is no domain.");
    }
  }

  /** The profiles and the keys of the routes folder. */
  private record Folder(List<Probe> probes, List<DkimKey> keys) {}
}
