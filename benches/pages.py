"""Pages of the web application: makes a package of so many rows, and times pages of a server.

    pages.py make ROWS FOLDER           items, elements, materials and answers, so many of each
    pages.py ask ADDRESS PID [CODE]     each page, and what a handler that does nothing takes
                                        CODE: of the first account, for the pages of staff
    pages.py log FILE ADDRESS [CODE]    the same once each: statements in PostgreSQL's log

Prints lines of values between tabs.
"""

import csv
import http.client
import os
import re
import statistics
import sys
import time
import urllib.parse

ROUNDS = int(os.environ.get("ROUNDS", "101"))
KINDS = ["licence", "confirmation", "filing", "payment", "reward", "other_power", "public_service"]
DIVISIONS = [f"第{n}处" for n in range(1, 31)]
THEMES = ["户籍办理", "证件办理", "出境入境", "交通出行", "安全防护", "准营准办", "设立变更", "资质认证"]
THINGS = ["旅馆业", "公章刻制", "典当业", "保安服务", "枪支持枪", "爆破作业", "剧毒化学品", "驾驶证", "居住证", "护照"]
ACTS = ["许可", "备案", "变更", "注销", "补发", "换发", "查询", "核准"]
PASSWORD = "四月 窗台 旧地图 安静的风 十二"


def make(rows, folder):
    os.makedirs(folder)

    def table(name, columns, cells):
        with open(f"{folder}/{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(cells(n) for n in range(rows if name != "agency" else 1))

    def code(n):
        return f"{n:09}"

    def pick(some, n):
        return some[n * 2654435761 % 4294967296 % len(some)]

    table("agency", ["name", "region", "year"], lambda n: ["某省公安厅", "440000", "2025"])
    table(
        "items",
        "item_code name kind division level basis on_application online online_depth trips statutory_limit"
        " statutory_unit promised_limit promised_unit".split(),
        lambda n: [
            code(n), f"{pick(THINGS, n)}{pick(ACTS, n + 7)}（{n}）", pick(KINDS, n), pick(DIVISIONS, n),
            "province", "《中华人民共和国行政许可法》第十二条", "true", "true", "4", "1", "20", "working_day",
            "10", "working_day",
        ],
    )
    table(
        "item_elements",
        ["item_code", "element", "value"],
        lambda n: [code(n), "user_topic_type", pick(THEMES, n)],
    )
    table("materials", ["item_code", "name"], lambda n: [code(n), "申请表"])
    table(
        "knowledge",
        ["entry_id", "question", "answer", "item_code", "updated_on"],
        lambda n: [f"Z{n}", f"{pick(THINGS, n)}{pick(ACTS, n)}要多久？", "见办事指南。", code(n), "2025-03-01"],
    )


class Visitor:
    """A browser of sorts, that keeps its cookies and its connection."""

    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.connection = http.client.HTTPConnection(self.host)
        self.cookies = {}

    def ask(self, method, path, form=None):
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["content-type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, text.decode()

    def sign_in(self, code):
        name, code = code.split(":", 1)
        self.send("/sign-in/first", name=name, code=code, password=PASSWORD, again=PASSWORD)
        self.send("/sign-in", name=name, password=PASSWORD)

    def send(self, path, **form):
        status, page = self.ask("POST", path, form)
        if status != 303:
            sys.exit(f"{path}: {status} {re.sub('<[^>]+>', ' ', page)[:2000]}")


def pages(visitor, is_staff):
    """The name of each page and its address."""
    _, items = visitor.ask("GET", "/items")
    last = max(int(n) for n in re.findall(r"\d+", re.search(r'id="found">([^<]*)', items)[1]) + ["1"])
    some = f"{last // 2:09}"
    page = max(last // 100, 1)
    _, knowledge = visitor.ask("GET", "/registers/knowledge")
    row = re.search(r'href="(/registers/knowledge/[^".?]+)"', knowledge)[1]
    after = re.search(r'href="(/registers/knowledge\?after=[^"]+)"', knowledge)
    public = {
        "nothing (/healthz/live)": "/healthz/live",
        "home": "/",
        "items, first page": "/items",
        "items, middle page": f"/items?page={page}",
        "items of a kind": "/items?kind=licence",
        "items of a kind and a division": "/items?kind=licence&division=" + urllib.parse.quote("第3处"),
        "an item's guide": f"/items/{some}",
        "search": "/search?q=" + urllib.parse.quote("保安服务备案"),
        "suggestions": "/suggest?q=" + urllib.parse.quote("保安"),
        "registers": "/registers",
        "a register, first page": "/registers/knowledge",
        **({"a register, second page": after[1]} if after else {}),
        "a row of a register": row,
        "reports": "/reports",
    }
    staff = {
        "work: items": "/work/items",
        "work: items, middle page": f"/work/items?page={page}",
        "work: items found": "/work/items?q=" + urllib.parse.quote("保安服务"),
        "work: an item": f"/work/items/{some}",
        "work: powers": "/work/powers",
        "work: powers found": "/work/powers?q=" + urllib.parse.quote("保安服务"),
        "work: the power of an item": f"/work/powers/{some}",
        "work: people": "/work/people",
    }
    return public | (staff if is_staff else {})


def begun(address, code):
    visitor = Visitor(address)
    if code:
        visitor.sign_in(code)
    return visitor, pages(visitor, bool(code))


def memory(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def ask(address, pid, code=None):
    idle = memory(pid)
    visitor, each = begun(address, code)
    for name, path in each.items():
        times = []
        began = time.perf_counter()
        while len(times) < ROUNDS and (time.perf_counter() - began < 20 or len(times) < 5):
            before = time.perf_counter()
            status, text = visitor.ask("GET", path)
            times.append(1000 * (time.perf_counter() - before))
            if status != 200:
                sys.exit(f"{path}: {status}")
        times.sort()
        worst = times[int(len(times) * 0.95)]
        print(name, f"{statistics.median(times):.2f}", f"{worst:.2f}", round(len(text.encode()) / 1024), sep="\t", flush=True)
    print("MiB idle", round(idle), sep="\t")
    print("MiB after all pages", round(memory(pid)), sep="\t")


def log(file, address, code=None):
    visitor, each = begun(address, code)
    for name, path in each.items():
        # The ledger asks for itself now and then: what comes each time is the page's.
        counts = [statements(file, visitor, path) for _ in range(7)]
        print(name, min(counts), sep="\t", flush=True)


def statements(file, visitor, path):
    before = os.path.getsize(file)
    visitor.ask("GET", path)
    time.sleep(0.05)
    with open(file, encoding="utf-8") as lines:
        lines.seek(before)
        said = re.findall(r"LOG:  (?:execute [^:]*|statement): (\S+)", lines.read())
    return len([it for it in said if it.upper() not in ("BEGIN", "COMMIT", "ROLLBACK", "SET")])


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "make":
        make(int(rest[0]), rest[1])
    else:
        {"ask": ask, "log": log}[command](*rest)
