package io.dromail.enrich;

import freemarker.cache.FileTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import java.io.File;
import java.io.IOException;
import java.util.Locale;

/**
 * How templates are read and rendered: only from their folder, as UTF-8, HTML escaped by the file
 * extension, no Java classes, and a missing variable is an error.
 */
public final class TemplateConfiguration {

  private static final long LOOK_FOR_CHANGES_MS = 1_000;

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
}
