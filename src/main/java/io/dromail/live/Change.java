package io.dromail.live;

import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.Registry;

/** Makes the running gateway into what a checked set says, wholly or not at all. For one thread. */
final class Change {

  private final LiveContext context;
  private final Swap swap;
  private final List<Renewal> renewals = new ArrayList<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Change(LiveContext context, Draining draining) {
    this.context = context;
    swap = new Swap(context, draining);
  }

  /**
   * Does it.
   *
   * @param folder where the files of the set are, and stay
   * @param properties what placeholders stand for from now on
   * @throws Exception if it can't be done; the gateway then goes on as before
   */
  void apply(Difference difference, RouteSet set, Path folder, Map<String, String> properties)
      throws Exception {
    Path routes = folder.resolve(RouteSet.ROUTES);
    try {
      resolve(properties);
      difference.items().stream()
          .filter(item -> item.kind().equals(RouteItem.BEAN))
          .forEach(bean -> remember(bean.id()));
      swap.make(
          difference.routes(),
          difference.models(),
          PartialFile.with(difference.items(), texts(set), routes.toUri().toString()));
      difference.beansGone().forEach(this::unbind);
      for (Renewable bean : context.getRegistry().findByType(Renewable.class)) {
        renewals.add(bean.renew(routes, folder.resolve(RouteSet.TEMPLATES)));
      }
      renewals.forEach(Renewal::begin);
      swap.begin();
    } catch (Exception | LinkageError e) {
      swap.back();
      renewals.forEach(Renewal::back);
      undo.forEach(Runnable::run);
      throw e;
    }
    swap.end();
    renewals.forEach(Renewal::end);
  }

  private void resolve(Map<String, String> properties) {
    PropertiesComponent placeholders = (PropertiesComponent) context.getPropertiesComponent();
    Properties before = placeholders.getOverrideProperties();
    undo.push(() -> placeholders.setOverrideProperties(before));
    Properties now = new Properties();
    now.putAll(properties);
    placeholders.setOverrideProperties(now);
  }

  private void remember(String bean) {
    Registry registry = context.getRegistry();
    Object before = registry.lookupByName(bean);
    undo.push(
        () -> {
          registry.unbind(bean);
          if (before != null) {
            registry.bind(bean, before);
          }
        });
  }

  private void unbind(String bean) {
    remember(bean);
    context.getRegistry().unbind(bean);
  }

  private static Map<String, String> texts(RouteSet set) {
    Map<String, String> texts = new HashMap<>();
    set.files()
        .forEach(
            (name, content) -> {
              if (name.startsWith(RouteSet.ROUTES)) {
                texts.put(
                    name.substring(RouteSet.ROUTES.length()),
                    new String(content, StandardCharsets.UTF_8));
              }
            });
    return texts;
  }
}
