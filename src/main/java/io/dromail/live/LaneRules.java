package io.dromail.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Routes made from templates say what the template asks; lanes name profiles. Stateless. */
final class LaneRules implements RouteRule {

  private static final String PROFILE = "io.dromail.send.SmtpProfile";

  private static final Map<String, String> NUMBERS =
      Map.of(
          "consumers", "[1-9]\\d{0,4}",
          "prefetch", "[1-9]\\d{0,4}",
          "rate", "[1-9]\\d{0,8}",
          "patience", "\\d{1,5}");

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    Map<String, RouteIndex.Made> lanes = new HashMap<>();
    for (RouteIndex.Made route : index.made) {
      RouteIndex.Template template = index.templates.get(String.valueOf(route.template()));
      if (template == null) {
        findings.accept(
            word(index, route)
                .finding(
                    "there is no routeTemplate "
                        + route.template()
                        + Spelling.meant(
                            String.valueOf(route.template()), index.templates.keySet())));
      } else {
        parameters(route, template, findings);
      }
      if ("lane".equals(route.template()) && route.parameters().containsKey("lane")) {
        lane(index, route, lanes, findings);
      }
    }
  }

  private static void parameters(
      RouteIndex.Made route, RouteIndex.Template template, Consumer<Finding> findings) {
    Set<String> missing = new HashSet<>(template.mandatory());
    missing.removeAll(route.parameters().keySet());
    missing.forEach(
        name ->
            findings.accept(
                route.place().finding("route " + route.name() + " needs the parameter " + name)));
    route
        .parameters()
        .forEach(
            (name, value) -> {
              if (!template.parameters().contains(name)) {
                findings.accept(
                    value.finding(
                        "routeTemplate "
                            + route.template()
                            + " has no parameter "
                            + name
                            + Spelling.meant(name, template.parameters())));
              }
            });
  }

  private static void lane(
      RouteIndex index,
      RouteIndex.Made route,
      Map<String, RouteIndex.Made> lanes,
      Consumer<Finding> findings) {
    Word name = route.parameters().get("lane");
    RouteIndex.Made first = lanes.putIfAbsent(index.filled(name.text()), route);
    if (first != null) {
      Place place = first.place();
      findings.accept(
          name.finding(
              "there is another lane " + name.text() + " in " + place.file() + ":" + place.line()));
    }
    numbers(index, route, name.text(), findings);
    Set<String> profiles = index.beansOf(PROFILE);
    for (String parameter : List.of("profiles", "failover")) {
      Word value = route.parameters().get(parameter);
      if (value != null && UriUse.isFixed(index.filled(value.text()))) {
        for (String entry : index.filled(value.text()).split(",")) {
          String profile = entry.strip().replaceFirst("\\s.*", "");
          if (!profile.isEmpty() && !profiles.contains(profile)) {
            findings.accept(
                value.finding(
                    "lane "
                        + name.text()
                        + ": there is no profile "
                        + profile
                        + Spelling.meant(profile, profiles)));
          }
        }
      }
    }
  }

  /** What Camel, or the lane, would find out at its first mail. */
  private static void numbers(
      RouteIndex index, RouteIndex.Made route, String lane, Consumer<Finding> findings) {
    NUMBERS.forEach(
        (parameter, digits) -> {
          Word value = route.parameters().get(parameter);
          String filled = value == null ? "1" : index.filled(value.text());
          if (UriUse.isFixed(filled) && !filled.matches(digits)) {
            findings.accept(
                value.finding(
                    "lane " + lane + ": " + parameter + " must be a whole number, not " + filled));
          }
        });
  }

  private static Word word(RouteIndex index, RouteIndex.Made route) {
    return index.words.stream()
        .filter(word -> word.key().equals("routeTemplateRef") && !word.isKey())
        .filter(word -> word.text().equals(route.template()))
        .findFirst()
        .orElse(new Word(route.place(), "", "", route.id()));
  }
}
