package io.dromail.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.component.bean.MethodNotFoundException;

/**
 * What Camel threw, in one sentence that quotes no value of a property, and with the words by which
 * its place is found. Read from the outermost cause to the innermost; the innermost says most.
 */
final class CamelFailure {

  private static final Pattern BEAN = Pattern.compile("Error creating bean: (\\S+) of type.*");
  private static final Pattern OPTIONS = Pattern.compile("Unknown parameters=\\[\\{([\\w.-]+)=");
  private static final Pattern SETTING = Pattern.compile("Property with key \\[([^]]+)].*");
  private static final Pattern OURS =
      Pattern.compile("(?s)(?:profile|lane|The DKIM key) ([\\w.-]+):? .*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");
  private static final Pattern STEP = Pattern.compile("(?s).* at: >>> (\\w)(\\w*)\\[.*");

  /** What a rule of ours tells, and where. */
  private static final String TOLD =
      "Cannot find RouteTemplate .*|Route template .* mandatory parameters .*|Duplicate .* ids .*";

  private static final Pattern POSITION =
      Pattern.compile("(?s).* in file:\\S*?([^/\\s]+), line (\\d+), column (\\d+).*");

  private String owner;
  private String scheme;
  private String step = "";
  private String sentence = "Camel can't load the routes";
  private final List<String> needles = new ArrayList<>();
  private Place position;
  private int offset;

  private CamelFailure() {}

  static CamelFailure of(Throwable thrown) {
    CamelFailure failure = new CamelFailure();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (!failure.read(cause, String.valueOf(cause.getMessage()))) {
        break;
      }
    }
    return failure;
  }

  /** The route or the bean, or null. */
  String owner() {
    return owner;
  }

  String sentence() {
    return sentence;
  }

  /** What stands at the place, the most telling first. */
  List<String> needles() {
    return needles;
  }

  /** The key of the step, or empty. */
  String step() {
    return step;
  }

  /** Whether a rule finds it, too. */
  boolean isTold() {
    return sentence.matches(TOLD);
  }

  /** How far right of what stands there. */
  int offset() {
    return offset;
  }

  /** A place with the bare name of the file, or null. */
  Place position() {
    return position;
  }

  /** Whether the next cause may say more. */
  private boolean read(Throwable e, String message) {
    Matcher made = BEAN.matcher(message);
    Matcher found = POSITION.matcher(message);
    if (found.matches()) {
      position =
          new Place(
              found.group(1), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
      say(message.lines().findFirst().orElse(""));
    } else if (e instanceof FailedToCreateRouteException route) {
      owner = route.getRouteId();
      Matcher step = STEP.matcher(message);
      if (step.matches()) {
        this.step = step.group(1).toLowerCase(Locale.ROOT) + step.group(2);
      }
      say(message.replaceFirst("(?s).* because: ", ""));
    } else if (e instanceof FailedToStartRouteException route) {
      owner = route.getRouteId();
      say("route " + owner + " can't begin");
    } else if (made.matches()) {
      owner = made.group(1);
      say("bean " + owner + " can't be made");
    } else if (e instanceof ResolveEndpointFailedException endpoint) {
      endpoint(endpoint.getUri(), message);
    } else if (e instanceof PropertyBindingException property) {
      property(property);
      return e.getCause() instanceof NoSuchBeanException;
    } else {
      return leaf(e, message);
    }
    return true;
  }

  private void endpoint(String uri, String message) {
    scheme = uri.replaceFirst("[:?].*", "");
    Matcher option = OPTIONS.matcher(message);
    String path = uri.replaceFirst("\\?.*", "").replaceFirst("://", ":");
    if (option.find()) {
      say(scheme + " has no option " + option.group(1), option.group(1), path);
    } else {
      say(scheme + " doesn't take this URI", path, scheme);
    }
  }

  private void property(PropertyBindingException e) {
    String name = e.getPropertyName();
    boolean known = e.getCause() != null;
    String whose = scheme != null ? scheme : "bean " + owner;
    say(
        known
            ? name + " of " + whose + " doesn't take this value"
            : whose + " has no property " + name,
        name);
  }

  private boolean leaf(Throwable e, String message) {
    Matcher setting = SETTING.matcher(message);
    Matcher ours = OURS.matcher(message);
    if (e instanceof NoSuchBeanException bean) {
      say("there is no bean " + bean.getName(), bean.getName());
    } else if (e instanceof NoSuchEndpointException none) {
      String uri = none.getUri().replaceFirst("://", ":");
      String component = uri.replaceFirst(":.*", "");
      say("there is no component " + component, uri.replaceFirst("\\?.*", ""), component + ":");
    } else if (e instanceof MethodNotFoundException method) {
      say("this bean has no method " + method.getMethodName(), method.getMethodName());
    } else if (e instanceof ExpressionIllegalSyntaxException syntax) {
      syntax(syntax, message);
    } else if (e instanceof ClassNotFoundException) {
      say("there is no class " + message, message);
    } else if (e instanceof NoSuchMethodException) {
      String method = message.replaceFirst("\\(.*", "").replaceFirst(".*\\.", "");
      say(prefix() + "its class has no method " + method, method);
    } else if (e instanceof TypeConversionException conversion) {
      say(prefix() + "a value of its constructors isn't " + type(conversion), "constructors");
    } else if (setting.matches()) {
      say("there is no setting " + setting.group(1), "{{" + setting.group(1));
    } else if (ours.matches()) {
      owner = ours.group(1);
      say(message.replaceFirst("\\.$", ""));
    } else if (e instanceof VetoCamelContextStartException
        || e.getClass().getName().startsWith("io.dromail.")) {
      say(message.replaceFirst("\\.$", ""));
      PLACEHOLDER.matcher(message).results().forEach(found -> needles.add(found.group()));
    } else {
      return other(e, message);
    }
    return e instanceof VetoCamelContextStartException;
  }

  private boolean other(Throwable e, String message) {
    boolean wraps = e.getCause() != null && message.contains(e.getCause().getClass().getName());
    if (e.getMessage() != null && !wraps && !message.startsWith("Error pre-parsing")) {
      String words =
          message.startsWith("Cannot create instance of class")
              ? "its class takes no such constructors"
              : message.lines().findFirst().orElse("").replaceAll("@[0-9a-f]{4,}", "");
      say(prefix() + words);
    }
    return true;
  }

  private void syntax(ExpressionIllegalSyntaxException e, String message) {
    String where = "(?s).* at location (\\d+)\\s.*";
    if (message.matches(where)) {
      offset = Integer.parseInt(message.replaceFirst(where, "$1"));
    }
    String words = message.lines().findFirst().orElse("").replaceFirst(" at location \\d+$", "");
    String expression = message.lines().skip(1).findFirst().orElse(e.getExpression());
    say("the expression isn't right: " + words, expression);
  }

  private String prefix() {
    return owner != null && scheme == null ? owner + ": " : "";
  }

  private static String type(TypeConversionException e) {
    String name = e.getToType().getSimpleName();
    return name.matches("int|long|Integer|Long|double|Double") ? "a number" : "a " + name;
  }

  private void say(String words, String... found) {
    sentence = words;
    needles.addAll(0, List.of(found));
  }
}
