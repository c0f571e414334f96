"""Python's own xmlrpc as the other side of a test. First argument: codec, server or client.

codec:  reads one JSON request a line, writes one JSON answer a line; values travel tagged, see tag().
server: serves XML-RPC on 127.0.0.1, in the encoding of the second argument; writes its port, ends with its input.
client: makes every call of the validator1 suite at the URL of the second argument; writes what came of it as JSON.
"""

import base64
import json
import sys
import threading
import xmlrpc.client
import xmlrpc.server


def tag(value):
    """Turns a value into JSON that keeps its type."""
    if value is None:
        return {"type": "nil"}
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, int):
        return {"type": "integer", "value": str(value)}
    if isinstance(value, float):
        return {"type": "double", "value": repr(value)}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    if isinstance(value, xmlrpc.client.Binary):
        return {"type": "base64", "value": base64.b64encode(value.data).decode()}
    if isinstance(value, xmlrpc.client.DateTime):
        return {"type": "dateTime", "value": value.value}
    if isinstance(value, dict):
        return {"type": "struct", "value": [[name, tag(member)] for name, member in value.items()]}
    return {"type": "array", "value": [tag(item) for item in value]}


def untag(tagged):
    """The opposite of tag()."""
    kind, value = tagged["type"], tagged.get("value")
    if kind == "nil":
        return None
    if kind == "integer":
        return int(value)
    if kind == "double":
        return float(value)
    if kind == "base64":
        return xmlrpc.client.Binary(base64.b64decode(value))
    if kind == "dateTime":
        return xmlrpc.client.DateTime(value)
    if kind == "struct":
        return {name: untag(member) for name, member in value}
    if kind == "array":
        return [untag(item) for item in value]
    return value


def answer(request):
    """Encodes or decodes with xmlrpc.client."""
    if "xml" in request:
        try:
            params, method = xmlrpc.client.loads(request["xml"])
        except xmlrpc.client.Fault as fault:
            return {"fault": [fault.faultCode, fault.faultString]}
        return {"method": method, "params": [tag(param) for param in params]}
    if "fault" in request:
        return {"xml": xmlrpc.client.dumps(xmlrpc.client.Fault(*request["fault"]), methodresponse=True)}
    params = tuple(untag(param) for param in request["params"])
    method = request.get("method")
    xml = xmlrpc.client.dumps(params, method, methodresponse=method is None, allow_none=True)
    return {"xml": xml}


def run_codec():
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def refuse():
    raise xmlrpc.client.Fault(-17, "no: <&>\u00e4")


def run_server(encoding):
    server = xmlrpc.server.SimpleXMLRPCServer(
        ("127.0.0.1", 0), allow_none=True, encoding=encoding, logRequests=False
    )
    server.register_introspection_functions()
    server.register_function(lambda *values: list(values), "echo")
    server.register_function(lambda count: [f"{number:012x}" for number in range(count)], "listing")
    server.register_function(refuse, "refuse")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


def run_client(url):
    stooges = {"moe": 1, "larry": 20, "curly": 300}
    day = xmlrpc.client.DateTime("20261120T14:08:55")
    calendar = {
        str(year): {f"{month:02}": {f"{date:02}": stooges for date in range(1, 4)} for month in range(1, 13)}
        for year in (1999, 2000)
    }
    calendar["2000"]["04"]["01"] = {"moe": 5, "larry": -6, "curly": 100}
    words = [f"word {number} " for number in range(150)]
    binary = xmlrpc.client.Binary(bytes(range(256)))
    calls = [
        ("arrayOfStructsTest", ([stooges, stooges, {"moe": 0, "larry": 0, "curly": -1}],)),
        ("countTheEntities", ("<<>'\"&&&\"x]]>",)),
        ("easyStructTest", (stooges,)),
        ("echoStructTest", ({"a": {"b": [1, "2", None]}, "<&>": "\u00e4\U0001f4de"},)),
        ("manyTypesTest", (-12, True, "000413260000", 1.5e-7, day, binary)),
        ("moderateSizeArrayCheck", (words,)),
        ("nestedStructTest", (calendar,)),
        ("simpleStructReturnTest", (12,)),
        ("unknownTest", ()),
    ]
    results = {}
    with xmlrpc.client.ServerProxy(url, allow_none=True) as proxy:
        for name, params in calls:
            try:
                results[name] = tag(getattr(proxy.validator1, name)(*params))
            except xmlrpc.client.Fault as fault:
                results[name] = {"fault": [fault.faultCode, fault.faultString]}
    print(json.dumps(results))


if __name__ == "__main__":
    {"codec": run_codec, "server": run_server, "client": run_client}[sys.argv[1]](*sys.argv[2:])
