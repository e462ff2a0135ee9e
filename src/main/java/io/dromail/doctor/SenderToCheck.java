package io.dromail.doctor;

import java.util.List;

/**
 * A domain that mails are from.
 *
 * @param domain in its ASCII form, lower case
 * @param envelopeDomain that of the envelope sender (MAIL FROM), which SPF is about; mostly the
 *     same
 * @param providers through whom its mails go
 * @param keys those with which its mails are signed
 */
public record SenderToCheck(
    String domain, String envelopeDomain, List<Provider> providers, List<DkimKey> keys) {}
