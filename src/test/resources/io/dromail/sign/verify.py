"""Verifies the DKIM signatures of mails with dkimpy.

verify.py RECORDS MAIL...: RECORDS has lines of a name, a tab and the text of the TXT record; nothing is asked of any
DNS. Prints one line a mail: for each of its signatures selector:pass or selector:fail(why), separated by tabs.
"""
import re
import sys

import dkim

records = {}
for line in open(sys.argv[1], encoding="ascii"):
    name, text = line.rstrip("\n").split("\t")
    records[name.lower()] = text.encode("ascii")


def txt(name, timeout=5):
    name = name.decode("ascii") if isinstance(name, bytes) else name
    return records.get(name.rstrip(".").lower())


for path in sys.argv[2:]:
    mail = open(path, "rb").read()
    verifier = dkim.DKIM(mail)
    signatures = [value for name, value in verifier.headers if name.lower() == b"dkim-signature"]
    results = []
    for i, signature in enumerate(signatures):
        selector = re.search(rb"[;\s]s=([^;\s]+)", signature).group(1).decode("ascii")
        try:
            good = dkim.DKIM(mail).verify(idx=i, dnsfunc=txt)
            results.append(selector + (":pass" if good else ":fail(signature)"))
        except dkim.DKIMException as why:
            results.append(selector + ":fail(" + str(why).replace("\n", " ") + ")")
    print("\t".join(results))
