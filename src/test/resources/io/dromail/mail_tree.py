# Reads a mail from stdin with Python's email package, and prints its parts as JSON.
import base64
import json
import sys
from email import message_from_binary_file, policy


def tree(part):
    node = {
        "type": part.get_content_type(),
        "parameters": dict(part["content-type"].params) if part["content-type"] else {},
        "disposition": part.get_content_disposition(),
        "filename": part.get_filename(),
        "contentId": part["content-id"],
        # Of the structure. In headers Python minds encoded words in a quoted name, which are there for older programs.
        "defects": [repr(defect) for defect in part.defects],
        "parts": [],
    }
    if part.is_multipart():
        node["parts"] = [tree(inner) for inner in part.iter_parts()]
    else:
        node["content"] = base64.b64encode(part.get_payload(decode=True)).decode("ascii")
    return node


mail = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
headers = [[name, str(value)] for name, value in mail.items()]
json.dump({"headers": headers, "root": tree(mail)}, sys.stdout)
