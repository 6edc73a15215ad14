# The app for several readers; see docs/hosting.md. Nothing secret is in the image, and it writes to /tmp and DECARB_FOLDER alone.
FROM python:3.11-slim AS made
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY simulator ./simulator
RUN python -m venv /venv && /venv/bin/python -m pip install --no-cache-dir -c requirements.lock ".[hosting]"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin decarb
COPY --from=made /venv /venv
WORKDIR /app
COPY app.py ./
COPY .streamlit/config.toml ./.streamlit/
COPY scenarios ./scenarios
COPY static ./static
ENV PATH=/venv/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER decarb
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "simulator.faces.web", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
