package io.dromail.enrich;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MruCacheStorage;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateExceptionHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How templates are read and rendered: only from their folder, as UTF-8, HTML escaped by the file
 * extension, no Java classes, and a missing variable is an error.
 */
public final class TemplateConfiguration {

  private static final long LOOK_FOR_CHANGES_MS = 1_000;
  private static final int KEPT_PARSED = 1_000;

  private TemplateConfiguration() {}

  /** For the templates of a folder; {@code ..} and links don't lead out of it. */
  public static Configuration of(String directory) throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(new FileTemplateLoader(new File(directory)));
    configuration.setDefaultEncoding("UTF-8");
    configuration.setRecognizeStandardFileExtensions(true);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setAPIBuiltinEnabled(false);
    configuration.setLocale(Locale.ROOT);
    configuration.setLocalizedLookup(false);
    configuration.setNumberFormat("computer");
    configuration.setTemplateUpdateDelayMilliseconds(LOOK_FOR_CHANGES_MS);
    return configuration;
  }

  /** For a folder in which no file changes any more: none is looked at twice. */
  static Configuration unchanging(Path directory) throws IOException {
    Configuration configuration = of(directory.toString());
    configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
    configuration.setCacheStorage(new MruCacheStorage(KEPT_PARSED, Integer.MAX_VALUE));
    return configuration;
  }

  /**
   * For the templates as they are renewed, for {@code beans.camel.yaml}. Each template comes from
   * the folder that counts when it's asked for, and so do those that it includes.
   */
  public static Configuration over(Templates templates) throws IOException {
    return new Renewed(templates);
  }

  private static final class Renewed extends Configuration {

    private final Templates templates;

    Renewed(Templates templates) throws IOException {
      super(VERSION_2_3_34);
      this.templates = templates;
      templates.root().configuration();
    }

    @Override
    public Template getTemplate(
        String name,
        Locale locale,
        Object condition,
        String encoding,
        boolean parsed,
        boolean mayBeMissing)
        throws IOException {
      return templates
          .configuration(name)
          .getTemplate(name, locale, condition, encoding, parsed, mayBeMissing);
    }
  }
}
