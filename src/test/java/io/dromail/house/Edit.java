package io.dromail.house;

import io.dromail.testing.EditableHome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An edit as operators make them. */
final class Edit {

  private static final String ROUTES = "routes/";
  private static final String LANES = ROUTES + "lanes.camel.yaml";
  private static final String SEND = ROUTES + "send.camel.yaml";
  private static final String MINE = ROUTES + "mine.camel.yaml";

  private static final String MY_ROUTE =
      """
      - route:
          id: mine
          description: A route of the operator's own.
          from:
            uri: timer:mine
            parameters:
              period: "250"
            steps:
              - to:
                  uri: direct:mine-too
      - route:
          id: mine-too
          description: What it calls.
          from:
            uri: direct:mine-too
            steps:
              - log:
                  message: tick
                  loggingLevel: DEBUG
      """;

  private static final String NEWS_LANE =
      """
      - templatedRoute:
          routeTemplateRef: lane
          routeId: news
          parameters:
            - name: lane
              value: news
            - name: consumers
              value: "2"
      """;

  private final String name;
  private final Consumer<EditableHome> save;
  private final String place;
  private final String words;

  private Edit(String name, Consumer<EditableHome> save, String place, String words) {
    this.name = name;
    this.save = save;
    this.place = place;
    this.words = words;
  }

  /** One of each kind. */
  static List<Edit> all() {
    List<Edit> all = new ArrayList<>(good());
    all.addAll(bad());
    return all;
  }

  private static List<Edit> good() {
    return List.of(
        good(
            "another log line",
            home -> home.append(SEND, "        - log:\n            message: gone\n")),
        good("another rate", home -> home.change(LANES, "value: \"500\"", "value: \"450\"")),
        good("written beside and renamed", home -> home.replace(LANES, slower(home.text(LANES)))),
        good("truncated, then written", Edit::truncateThenWrite),
        good("another lane", home -> home.append(LANES, NEWS_LANE)),
        good("a lane less", home -> home.write(LANES, upTo(home.text(LANES), "bulk"))),
        good("a route renamed, in three files", Edit::rename),
        good("a route of one's own", home -> home.write(MINE, MY_ROUTE)),
        good("the failures", home -> failures(home)),
        good("the template of the lanes", home -> lanes(home)),
        good("a template", home -> home.change("templates/welcome/subject.ftl", "欢迎", "热烈欢迎")),
        good("another profile", Edit::addProfile),
        good("the profile", home -> connectTimeout(home)),
        good("another delay", home -> home.change(ROUTES + "retry.yaml", "1s*3", "1s*3, 7s")),
        good("the HTTP door", home -> door(home)),
        good("accept", home -> home.change(ROUTES + "accept.camel.yaml", "confirmed, to", "to")),
        good("a setting", home -> home.append(SETTINGS, "\ndromail.smtp.connections=12\n")),
        good("many files at once", Edit::checkOut),
        good("a comment", home -> home.append(SEND, "# nothing else\n")));
  }

  private static final String SETTINGS = "application.properties";

  private static List<Edit> bad() {
    return List.of(
        bad("not YAML", home -> home.change(SEND, "id: send\n", "id: send: it\n"), SEND, 2, "YAML"),
        bad("half a file", home -> home.write(SEND, half(home.text(SEND))), SEND, 0, ""),
        bad("an empty file", home -> home.write(SEND, ""), SEND, 1, "empty"),
        bad("unknown step", home -> step(home, "filterr: {}"), SEND, 9, "filterr"),
        bad("unknown component", home -> to(home, "smpt:provider"), SEND, 13, "smpt"),
        bad(
            "unknown option",
            home -> home.change(SEND, "javaMailSender:", "javaMailSendr:"),
            SEND,
            15,
            "javaMailSendr"),
        bad("nobody serves", home -> to(home, "direct:no-such"), SEND, 13, "direct:no-such"),
        bad(
            "an id twice",
            home -> home.write(MINE, MY_ROUTE.replace("id: mine\n", "id: send\n")),
            SEND,
            2,
            "send"),
        bad(
            "a missing bean",
            home -> home.change(SEND, "ref: outcomes", "ref: outcome"),
            SEND,
            19,
            "outcome"),
        bad(
            "unknown profile",
            home -> home.append(LANES, NEWS_LANE + profile("offcie")),
            LANES,
            0,
            "offcie"),
        bad("a shell", home -> to(home, "exec:rm"), SEND, 13, "exec"),
        bad("a placeholder", home -> to(home, "smtp:{{no.such}}"), SEND, 13, "no.such"),
        bad(
            "a template",
            home -> home.append("templates/welcome/body.html.ftlh", "<#if x>"),
            "templates/welcome/body.html.ftlh",
            0,
            ""),
        bad(
            "the retries",
            home -> home.change(ROUTES + "retry.yaml", "jitter: 0%", "jitter: lots"),
            ROUTES + "retry.yaml",
            3,
            "jitter"),
        bad(
            "a bean for life",
            home -> home.change(ROUTES + "beans.camel.yaml", "\"{{dromail.api.keys}}\"", "\"key\""),
            ROUTES + "beans.camel.yaml",
            0,
            "restart"),
        bad(
            "a setting for life",
            home -> home.append(SETTINGS, "\ndromail.http.body-limit-bytes=36700161\n"),
            SETTINGS,
            0,
            "restart"),
        bad(
            "a setting that isn't one",
            home -> home.append(SETTINGS, "\ndromail.htp.port=8099\n"),
            SETTINGS,
            0,
            "htp"),
        bad("can't begin", home -> home.write(MINE, nowhere()), MINE, 0, "/proc/mine"));
  }

  private static String nowhere() {
    return MY_ROUTE
        .replace("timer:mine", "file:/proc/mine")
        .replace(
            "period: \"250\"",
            "autoCreate: \"false\"\n        startingDirectoryMustExist: \"true\"");
  }

  private static String profile(String name) {
    return "      - name: profiles\n        value: " + name + "\n";
  }

  private static void to(EditableHome home, String uri) {
    home.change(SEND, "uri: smtp:provider", "uri: " + uri);
  }

  private static void step(EditableHome home, String step) {
    home.change(
        SEND, "        - removeHeaders:", "        - " + step + "\n        - removeHeaders:");
  }

  private static String half(String text) {
    return text.substring(0, text.indexOf("javaMailSender") + 4);
  }

  private static String slower(String text) {
    return text.replace("value: \"500\"", "value: \"350\"");
  }

  private static String upTo(String text, String lane) {
    int end = text.lastIndexOf("- templatedRoute", text.indexOf("routeId: " + lane));
    return text.substring(0, end);
  }

  private static void truncateThenWrite(EditableHome home) {
    String text = slower(home.text(LANES));
    home.write(LANES, "");
    home.write(LANES, text);
  }

  private static void rename(EditableHome home) {
    home.change(ROUTES + "lane.camel.yaml", "direct:work", "direct:labour");
    home.write(
        ROUTES + "labour.camel.yaml",
        home.text(ROUTES + "work.camel.yaml")
            .replace("id: work", "id: labour")
            .replace("direct:work", "direct:labour"));
    home.delete(ROUTES + "work.camel.yaml");
  }

  private static void failures(EditableHome home) {
    home.change(ROUTES + "failures.camel.yaml", "not accepted: ", "can't be accepted: ");
  }

  private static void lanes(EditableHome home) {
    home.change(ROUTES + "lane.camel.yaml", "defaultValue: \"10\"", "defaultValue: \"20\"");
  }

  private static void addProfile(EditableHome home) {
    home.append(
        ROUTES + "profiles.camel.yaml",
        """
            - name: relay
              type: io.dromail.send.SmtpProfile
              properties:
                url: "{{dromail.smtp.url}}"
        """);
    home.change(
        LANES,
        "value: bulk\n",
        "value: bulk\n      - name: profiles\n        value: default 50, relay 50\n");
  }

  private static void connectTimeout(EditableHome home) {
    home.change(
        ROUTES + "profiles.camel.yaml", "\"{{dromail.smtp.connect-timeout-seconds}}\"", "\"9\"");
  }

  private static void door(EditableHome home) {
    home.change(ROUTES + "ingest-rest.camel.yaml", "Leads POST /v1/emails to", "Takes mails to");
  }

  private static void checkOut(EditableHome home) {
    for (String route : List.of("send", "enrich", "throttle", "work", "accept", "settle")) {
      String file = ROUTES + route + ".camel.yaml";
      home.change(file, "id: " + route + "\n", "id: " + route + "\n    group: mails\n");
    }
  }

  private static Edit good(String name, Consumer<EditableHome> save) {
    return new Edit(name, save, "", "");
  }

  private static Edit bad(
      String name, Consumer<EditableHome> save, String file, int line, String words) {
    String bare = file.substring(file.lastIndexOf('/') + 1);
    return new Edit(name, save, bare + ":" + (line == 0 ? "" : line), words);
  }

  void save(EditableHome home) {
    save.accept(home);
  }

  boolean isGood() {
    return place.isEmpty();
  }

  /** File and line of the fault. */
  String place() {
    return place;
  }

  String words() {
    return words;
  }

  @Override
  public String toString() {
    return (isGood() ? "good: " : "bad: ") + name;
  }
}
