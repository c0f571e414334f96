"""A stand-in for both redirection services on Python's own xmlrpc, written from their public documentation.

Prints the port, then serves until its standard input ends. Gigaset at /apxml/rpc.do, snom at /xmlrpc/; what both hold
at /state, without a login. With the argument "awkward" Gigaset answers in the other shapes that its page leaves open.
Sources: Gigaset wiki, Redirect server; snom wiki, XML-RPC API.
"""

import base64
import json
import sys
import threading
import xmlrpc.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AUTHORIZATION = "Basic " + base64.b64encode("jürgen:pass:wörd".encode()).decode()
DEVICE_PASSWORD = "d3v1ce-pass"
CHECK_CODES = {"7C2F80820EC0": "55DF", "7C2F80208295": "1910"}
SNOM_MODELS = {"000413610FF5": "snomM700", "0004136100E5": "snomM700", "000413260000": "snom370"}


class Gigaset:
    def __init__(self):
        self.mine = {}
        self.others = {"7C2F800000FF"}

    def _complaint(self, mac_id):
        mac, _, code = mac_id.partition("-")
        if len(mac) != 12 or mac != mac.upper():
            return mac, "mac_invalid:" + mac
        if CHECK_CODES.get(mac, code) != code:
            return mac, "mac_not_exist:" + mac
        return mac, None

    def _register(self, mac_id, url, name):
        mac, complaint = self._complaint(mac_id)
        if complaint:
            return False, complaint
        if not url.startswith(("http://", "https://")):
            return False, "url_invalid:" + url
        if not name:
            return False, "name_invalid:" + name
        if mac in self.mine or mac in self.others:
            return False, "mac_already_in_use:" + mac
        self.mine[mac] = (name, url)
        return True, "OK: " + DEVICE_PASSWORD

    def _deregister(self, mac_id):
        mac = mac_id.partition("-")[0]
        if self.mine.pop(mac, None) is None:
            return False, "mac_not_found:" + mac
        return True, "OK"

    def _list(self, answers):
        return [all(ok for ok, _ in answers)] + [text for _, text in answers]

    def registerDevice(self, mac_id, url, name):
        return list(self._register(mac_id, url, name))

    def deregisterDevice(self, mac_id):
        return list(self._deregister(mac_id))

    def registerDeviceList(self, mac_ids, url, name):
        return self._list([self._register(mac_id, url, name) for mac_id in mac_ids])

    def deregisterDeviceList(self, mac_ids):
        return self._list([self._deregister(mac_id) for mac_id in mac_ids])

    def listDevices(self, *names):
        return [
            [mac, name, url, xmlrpc.client.DateTime("20241120T10:15:00")]
            for mac, (name, url) in self.mine.items()
            if not names or name in names
        ]

    def checkDevice(self, mac_id):
        mac, complaint = self._complaint(mac_id)
        if complaint:
            return [False, complaint]
        if mac not in self.mine:
            return [False, "mac_not_found:" + mac]
        name, url = self.mine[mac]
        return [True, mac, name, "2024-11-20", url]


class AwkwardGigaset(Gigaset):
    """Codes without the device they are about, list answers in another order, rows with a status or without rows."""

    def _bare(self, answer):
        ok, text = answer
        return ok, text if ok else text.partition(":")[0]

    def _complaint(self, mac_id):
        mac, complaint = super()._complaint(mac_id)
        return mac, complaint and complaint.partition(":")[0]

    def _register(self, mac_id, url, name):
        return self._bare(super()._register(mac_id, url, name))

    def _deregister(self, mac_id):
        return self._bare(super()._deregister(mac_id))

    def _list(self, answers):
        return super()._list(answers[::-1])

    def listDevices(self, *names):
        rows = [row[:3] for row in super().listDevices(*names)]
        return [True] + (rows[0] if len(rows) == 1 else rows)

    def checkDevice(self, mac_id):
        answer = super().checkDevice(mac_id)
        if not answer[0]:
            return [False, answer[1].partition(":")[0]]
        _, mac, name, _, url = answer
        return [True, mac.lower(), name, url]


class Snom:
    def __init__(self):
        self.mine = {}
        self.others = {"0004130000FF"}

    def _complaint(self, mac):
        if len(mac) != 12 or mac != mac.upper():
            return "Error:malformed_mac"
        return "Error:owned_by_other_user" if mac in self.others else None

    def registerPhone(self, mac, url):
        complaint = self._complaint(mac)
        if complaint is None and "://" not in url:
            complaint = "Error:malformed_url"
        if complaint:
            return [False, complaint]
        self.mine[mac] = url
        return [True, "Ok"]

    def deregisterPhone(self, mac):
        complaint = self._complaint(mac)
        if complaint is None and self.mine.pop(mac, None) is None:
            complaint = "Error:no_such_mac"
        return [False, complaint] if complaint else [True, "Ok"]

    def _list(self, macs, one):
        complaints = {mac.lower(): text for mac in macs for ok, text in [one(mac)] if not ok}
        return [False, complaints] if complaints else [True, "Ok"]

    def registerPhoneList(self, macs, url):
        return self._list(macs, lambda mac: self.registerPhone(mac, url))

    def deregisterPhoneList(self, macs):
        return self._list(macs, self.deregisterPhone)

    def checkPhone(self, mac):
        complaint = self._complaint(mac)
        if complaint is None and mac not in self.mine:
            complaint = "Error:no_such_mac"
        return [False, complaint] if complaint else [True, "Ok"]

    def getPhoneRedirection(self, mac):
        complaint = self._complaint(mac)
        if complaint:
            return [False, complaint]
        return ["Acme", self.mine[mac]] if mac in self.mine else ["", ""]

    def listPhones(self, model, url=None):
        if model not in SNOM_MODELS.values():
            return [False, "Error:unknown_type"]
        return [
            mac.lower()
            for mac, target in self.mine.items()
            if SNOM_MODELS.get(mac) == model and url in (None, target)
        ]


IS_AWKWARD = "awkward" in sys.argv[1:]
GIGASET = AwkwardGigaset() if IS_AWKWARD else Gigaset()
SNOM = Snom()
SERVICES = {"/apxml/rpc.do": ("autoprov.", GIGASET, IS_AWKWARD), "/xmlrpc/": ("redirect.", SNOM, True)}
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with LOCK:
            state = json.dumps({"gigaset": GIGASET.mine, "snom": SNOM.mine})
        return self.answer(200 if self.path == "/state" else 404, state.encode())

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != AUTHORIZATION:
            return self.answer(401, b"no")
        if self.headers["Content-Type"] != "text/xml" or self.path not in SERVICES:
            return self.answer(404, b"nothing here")
        prefix, service, is_typed = SERVICES[self.path]
        params, method = xmlrpc.client.loads(request)
        name = method[len(prefix) :]
        try:
            if not method.startswith(prefix) or name.startswith("_") or not hasattr(service, name):
                raise NotImplementedError('method "%s" is not supported' % method)
            with LOCK:
                text = xmlrpc.client.dumps((getattr(service, name)(*params),), methodresponse=True, allow_none=True)
        except Exception as error:
            text = xmlrpc.client.dumps(xmlrpc.client.Fault(1, str(error)))
        if not is_typed:
            text = text.replace("<string>", "").replace("</string>", "")
        return self.answer(200, text.encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
