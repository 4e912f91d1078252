"""A storage controller for tests: server.py FOLDER USER PASSWORD MOUNT [CERTIFICATE KEY]. It prints its port and speaks the part of ONTAP's
REST API that volumes' snapshots take, over TLS where it has a certificate. MOUNT is where its one volume, svm1:home, is mounted: a snapshot of
it appears below MOUNT/.snapshot. FOLDER/requests has a line for each request, FOLDER/snapshots the snapshots' names; FOLDER/behaviour says
what it does wrong, and FOLDER/elsewhere where it sends callers to."""
import base64
import http.server
import json
import pathlib
import shutil
import ssl
import sys
import threading
import time
import urllib.parse
import uuid

folder, user, password, mount = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
certificate, key = (sys.argv[5:] + [None] * 2)[:2]
VOLUME = "0bc1a2f4-5e6d-4c7b-8a9f-0123456789ab"
lock = threading.Lock()
snapshots = {"daily.2026-11-28_0010": str(uuid.uuid4())}
jobs = {}


def told(name):
    path = folder / name
    return path.read_text().strip() if path.exists() else ""


def save():
    (folder / "snapshots").write_text("".join(f"{name}\n" for name in snapshots))


def make(name):
    with lock:
        snapshots[name] = str(uuid.uuid4())
        if told("behaviour") != "hides" and mount.exists():
            shutil.copytree(mount, mount / ".snapshot" / name, symlinks=True, ignore=lambda path, names: [".snapshot"] if path == str(mount) else [])
        save()


def remove(name):
    with lock:
        del snapshots[name]
        shutil.rmtree(mount / ".snapshot" / name, ignore_errors=True)
        save()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, headers=()):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def job(self, state, message):
        job = str(uuid.uuid4())
        jobs[job] = {"uuid": job, "state": state, "message": message}
        if state == "failure":
            jobs[job]["error"] = {"message": message, "code": "524"}
        self.answer(202, {"job": {"uuid": job, "_links": {"self": {"href": f"/api/cluster/jobs/{job}"}}}})

    def misbehave(self, behaviour):
        """Answers as no controller should; false where it is to answer well."""
        if behaviour == "endless":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b'{"version": "' + b"x" * 65536)
        elif behaviour == "headers":
            self.send_response(200)
            for number in range(5000):
                self.send_header(f"X-Header-{number}", "x" * 100)
            self.end_headers()
        elif behaviour == "slow":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        elif behaviour == "silent":
            time.sleep(60)
        elif behaviour == "redirect":
            self.answer(307, {}, [("Location", told("elsewhere"))])
        elif behaviour == "html":
            self.answer(200, b"<html>Welcome</html>")
        elif behaviour == "other":
            self.answer(200, {"name": "a coffee machine"})
        elif behaviour == "list":
            self.answer(200, b"[]")
        elif behaviour == "deep":
            self.answer(200, b'{"version":' * 100000)
        elif behaviour == "500":
            self.answer(500, {"error": {"message": "Internal error\x1b[31m.", "code": "1"}})
        elif behaviour == "404":
            self.answer(404, b"<html>Not here</html>")
        elif behaviour == "403":
            self.answer(403, {"error": {"message": "not authorized for that command", "code": "6"}})
        elif behaviour == "break":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"version"')
            self.close_connection = True
        else:
            return False
        return True

    def handle_request(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
        with lock, (folder / "requests").open("a") as log:
            log.write(f"{self.command} {self.path}\n")
        expected = base64.b64encode(f"{user}:{password}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            self.answer(401, {"error": {"message": "User is not authorized.", "code": "6691623"}})
            return
        behaviour = told("behaviour")
        if not self.misbehave(behaviour):
            url = urllib.parse.urlparse(self.path)
            self.route(behaviour, url.path, dict(urllib.parse.parse_qsl(url.query)), body)

    def route(self, behaviour, path, query, body):
        parts = path.strip("/").split("/")
        if path == "/api/cluster":
            self.answer(200, {"version": {"full": "NetApp Release 9.15.1: Mon May 20 2026", "generation": 9, "major": 15, "minor": 1}})
        elif path == "/api/storage/volumes":
            found = query.get("name") == "home" and query.get("svm.name") == "svm1"
            self.answer(200, {"records": [{"uuid": VOLUME, "name": "home"}] if found else [], "num_records": int(found)})
        elif parts[:3] == ["api", "cluster", "jobs"] and parts[3] in jobs:
            self.answer(200, jobs[parts[3]])
        elif parts[:5] == ["api", "storage", "volumes", VOLUME, "snapshots"]:
            {"GET": self.list, "POST": self.create, "DELETE": self.delete}[self.command](behaviour, parts, query, body)
        else:
            self.answer(404, {"error": {"message": "entry doesn't exist", "code": "4", "target": "uuid"}})

    def list(self, behaviour, parts, query, body):
        if behaviour == "elsewhere":
            self.answer(200, {"records": [], "_links": {"next": {"href": told("elsewhere")}}})
            return
        names = [name for name in snapshots if query.get("name", name) == name]
        start = int(query.get("start", 0))
        # Pages of two: a controller says how many there are on one.
        records = [{"uuid": snapshots[name], "name": name, "create_time": "2026-11-28T20:00:00+00:00"} for name in names[start:start + 2]]
        links = {"next": {"href": f"{self.path.split('?')[0]}?start={start + 2}"}} if len(names) > start + 2 and "name" not in query else {}
        self.answer(200, {"records": records, "num_records": len(records), "_links": links})

    def create(self, behaviour, parts, query, body):
        if behaviour == "create-fails":
            self.job("failure", "No space left on aggregate aggr1.")
        elif behaviour == "create-hangs":
            self.job("running", "")
        elif behaviour == "create-lies":
            self.job("success", "success")
        elif behaviour == "create-breaks":
            make(body["name"])
            self.close_connection = True
        elif body["name"] in snapshots:
            self.answer(409, {"error": {"message": "duplicate entry", "code": "1"}})
        else:
            make(body["name"])
            self.job("success", "success")

    def delete(self, behaviour, parts, query, body):
        name = next((name for name, identity in snapshots.items() if identity == parts[5]), None)
        if behaviour == "delete-fails":
            self.job("failure", "Snapshot is busy.")
        elif name is None:
            self.answer(404, {"error": {"message": "entry doesn't exist", "code": "4"}})
        else:
            remove(name)
            self.job("success", "success")

    do_GET = do_POST = do_DELETE = handle_request


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
if certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
save()
print(server.server_address[1], flush=True)
server.serve_forever()
