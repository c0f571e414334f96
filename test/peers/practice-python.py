"""Calls every method of the practice services with Python's own XML-RPC client, which shares no line with Rollcall.

Takes the address of one service, login included, as its second argument; prints one JSON array a call:
[method, answer] or [method, {"fault": code, "text": text}] or [method, {"status": HTTP status}].
"""

import json
import sys
import xmlrpc.client

service, address = sys.argv[1:]
server = xmlrpc.client.ServerProxy(address, allow_none=True)


def call(method, *params):
    try:
        answer = getattr(server, method)(*params)
    except xmlrpc.client.Fault as fault:
        answer = {"fault": fault.faultCode, "text": fault.faultString}
    except xmlrpc.client.ProtocolError as error:
        answer = {"status": error.errcode}
    print(json.dumps([method, answer]))


def gigaset():
    url = "http://host/%MACD?a=1&b=<ü>"
    call("autoprov.checkDevice", "7C2F80820EC0-55DF")
    call("autoprov.registerDevice", "7C2F80820EC0-55DF", url, "Müller & Co")
    call("autoprov.registerDevice", "7C2F80820EC0-55DF", url, "Müller & Co")
    call("autoprov.registerDeviceList", ["7C2F80820EC1", "7C2F80820EC0", "nonsense"], url, "Nord")
    call("autoprov.checkDevice", "7c2f80820ec0")
    call("autoprov.listDevices")
    call("autoprov.listDevices", "Nord", "Süd")
    call("autoprov.deregisterDeviceList", ["7C2F80820EC1", "7C2F80820EC2"])
    call("autoprov.deregisterDevice", "7C2F80820EC0")
    call("autoprov.listDevices")
    call("autoprov.registerDevice", 7, None, True)
    call("autoprov.nonsense")
    call("registerDevice", "7C2F80820EC0-55DF", url, "Nord")


def snom():
    call("network.echo", "ping")
    call("redirect.checkPhone", "000413610FF5")
    call("redirect.registerPhone", "000413610FF5", "http://host/{mac}?a=1&b=<ü>")
    call("redirect.checkPhone", "000413610FF5")
    call("redirect.getPhoneRedirection", "000413610FF5")
    call("redirect.registerPhoneList", ["000413610FF6", "000413900001"], "http://other/")
    call("redirect.registerPhoneList", ["000413610FF6", "nonsense"], "http://other/")
    call("redirect.listPhones", "snomM700")
    call("redirect.listPhones", "snomM700", None)
    call("redirect.listPhones", "snomM700", "http://other/")
    call("redirect.listPhones", "snom870")
    call("redirect.deregisterPhoneList", ["000413610FF5", "000413610FF6"])
    call("redirect.deregisterPhone", "000413900001")
    call("redirect.deregisterPhone", "000413900001")
    call("redirect.registerPhone", 7)
    call("redirect.nonsense")
    call("registerPhone", "000413610FF5", "http://host/")


{"gigaset": gigaset, "snom": snom}[service]()
