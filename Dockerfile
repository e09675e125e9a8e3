# syntax=docker/dockerfile:1
# The image of HelpExchange: docker build --target web .   With Dask for several machines: --target distributed

FROM node:24-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY assets assets
COPY helpexchange/templates helpexchange/templates
RUN node assets/build.mjs

FROM python:3.13-slim-trixie AS packages
WORKDIR /build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY scripts/locks/setup.lock scripts/locks/setup.lock
RUN python -m venv /opt/helpexchange \
    && /opt/helpexchange/bin/pip install --no-cache-dir --require-hashes -r scripts/locks/setup.lock
COPY requirements.lock ./
RUN /opt/helpexchange/bin/uv pip install --python /opt/helpexchange/bin/python --require-hashes -r requirements.lock
COPY . .
COPY --from=assets /build/helpexchange/static/build helpexchange/static/build
# The wheel carries assets and catalogues, so the image needs no source tree.
RUN /opt/helpexchange/bin/python -m scripts.compile_catalogues \
    && /opt/helpexchange/bin/uv pip install --python /opt/helpexchange/bin/python --no-deps --no-build-isolation .

FROM packages AS distributed-packages
RUN /opt/helpexchange/bin/uv pip install --python /opt/helpexchange/bin/python \
    --require-hashes -r scripts/locks/distributed.lock

FROM python:3.13-slim-trixie AS runtime
# pg_dump and pg_restore, for `helpexchange db backup`; no older than the server of docker-compose.yml.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home helpexchange \
    && install -d -o helpexchange -g helpexchange /var/lib/helpexchange
# The engine's loops are compiled when they are first needed and kept in the volume: the image is read-only.
ENV PATH=/opt/helpexchange/bin:$PATH PYTHONUNBUFFERED=1 NUMBA_CACHE_DIR=/var/lib/helpexchange/compiled \
    HELPEXCHANGE_HOST=0.0.0.0 HELPEXCHANGE_PORT=8000 HELPEXCHANGE_VAR_DIR=/var/lib/helpexchange
USER helpexchange
WORKDIR /var/lib/helpexchange
VOLUME /var/lib/helpexchange
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["helpexchange", "serve"]

FROM runtime AS distributed
COPY --from=distributed-packages /opt/helpexchange /opt/helpexchange

FROM runtime AS web
COPY --from=packages /opt/helpexchange /opt/helpexchange
