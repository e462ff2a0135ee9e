package io.dromail.sandbox;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Renders the sandbox's pages from templates on the class path, each with the one style sheet and
 * the one script, which the Content-Security-Policy names by their digests. Thread-safe.
 */
final class PageRenderer {

  private final Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
  private final String style = resource("sandbox.css");
  private final String script = resource("sandbox.js");

  PageRenderer() {
    templates.setClassForTemplateLoading(PageRenderer.class, "");
    templates.setDefaultEncoding("UTF-8");
    templates.setRecognizeStandardFileExtensions(true);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    templates.setAPIBuiltinEnabled(false);
    templates.setLocale(Locale.ROOT);
    templates.setLocalizedLookup(false);
    templates.setNumberFormat("computer");
  }

  /** The page of a template. */
  String render(String template, Map<String, ?> model) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("style", style);
    all.put("script", script);
    StringWriter page = new StringWriter();
    try {
      templates.getTemplate(template).process(all, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException("The sandbox's page " + template + " can't be rendered.", e);
    }
    return page.toString();
  }

  /** The Content-Security-Policy (CSP Level 3) of every page. */
  String policy() {
    return "default-src 'none'; style-src "
        + digest(style)
        + "; script-src "
        + digest(script)
        + "; img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";
  }

  private static String digest(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageRenderer.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
