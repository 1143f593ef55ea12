"""nginx as a server of one file and as a taker of uploads, with the least that it can be asked to do."""

import shutil
import subprocess

import cost
import tools

MISSING = "nginx is not installed, so its rows are left out; on Debian: apt-get install nginx"
CONFIG = """
daemon off; master_process off; pid {dir}/pid; error_log {dir}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log {dir}/access.log;
  client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  sendfile on; client_max_body_size 0;
  server {{ listen 127.0.0.1:{port}; root {dir}/root; dav_methods PUT; }}
}}
"""


def is_there():
    return shutil.which("nginx") is not None


def version():
    return subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.split("/")[-1].strip()


class Nginx(cost.Server):
    """One process, which writes what is PUT below a directory and sends it back."""

    def __init__(self, work):
        home = work / "nginx"
        (home / "root").mkdir(parents=True)
        port = tools.free_port()
        (home / "conf").write_text(CONFIG.format(dir=home, port=port))
        super().__init__(["nginx", "-e", home / "error.log", "-p", home, "-c", home / "conf"], None, home, home / "said")
        tools.wait_for(port)
        self.url = f"http://127.0.0.1:{port}/file"
