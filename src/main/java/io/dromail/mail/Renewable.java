package io.dromail.mail;

import java.nio.file.Path;

/** A bean that is made of files which operators edit, and takes them anew while it runs. */
@FunctionalInterface
public interface Renewable {

  /**
   * Makes ready what it will be; changes nothing yet, also not for others. Called by one thread at
   * a time, while mails are in work.
   *
   * @param routes a folder like that of the routes, checked before, which stays as it is for as
   *     long as this state is in use; the beans of its files are in the registry, and the model has
   *     its routes
   * @param templates the folder of the templates that belongs to it
   * @throws Exception with one sentence for the operator, if it can't be made; nothing is left over
   *     then
   */
  Renewal renew(Path routes, Path templates) throws Exception;
}
