# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrate. Nothing secret is in it, and it runs as an ordinary user.

FROM python:3.12-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY . .
# Catalogues are compiled and static files collected once, here, with throw-away settings (docker/collect-static).
RUN find locale -name django.po -execdir msgfmt -o django.mo django.po \; \
    && docker/collect-static /app/static-collected \
    && python -m compileall -q --invalidation-mode unchecked-hash -x '/(tests|benchmarks)/' .

FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin trygghet \
    && install -d -o trygghet -g trygghet -m 0750 /var/lib/trygghet
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/trygghet STATIC_ROOT=/app/static-collected XDG_CACHE_HOME=/tmp
USER trygghet
VOLUME /var/lib/trygghet
EXPOSE 8000
CMD ["/app/docker/web"]
