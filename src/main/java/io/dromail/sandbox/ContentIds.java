package io.dromail.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the files that HTML names by {@code cid:} (RFC 2392) in their places, as {@code data:} URLs,
 * and leaves the rest of the HTML as it is. Stateless.
 */
final class ContentIds {

  private static final Pattern CID = Pattern.compile("(?i)\\bcid:([^\"'\\s<>()]+)");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");

  private ContentIds() {}

  static String resolve(String html, List<MailFile> files) {
    Map<String, String> urls = new HashMap<>();
    files.stream()
        .filter(
            file -> file.contentId() != null && MEDIA_TYPE.matcher(file.contentType()).matches())
        .forEach(file -> urls.putIfAbsent(file.contentId(), dataUrl(file)));
    return CID.matcher(html)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    urls.getOrDefault(decoded(found.group(1)), found.group())));
  }

  static boolean isShown(String contentId, String html) {
    return CID.matcher(html).results().anyMatch(found -> decoded(found.group(1)).equals(contentId));
  }

  private static String dataUrl(MailFile file) {
    return "data:"
        + file.contentType()
        + ";base64,"
        + Base64.getEncoder().encodeToString(file.content());
  }

  private static String decoded(String contentId) {
    try {
      return URLDecoder.decode(contentId.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return contentId;
    }
  }
}
