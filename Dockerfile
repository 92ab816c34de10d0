# kg alone, by a user without rights: docker build -t kg . && docker run --rm -v "$PWD:/data" kg build articles/ -w region.kg
FROM python:3.13-slim AS wheels
WORKDIR /src
COPY . .
RUN python -m pip wheel --no-cache-dir --constraint requirements.lock --wheel-dir /wheels .

FROM python:3.13-slim
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index /wheels/*.whl \
    && useradd --create-home --uid 1000 kg
USER 1000
WORKDIR /data
ENTRYPOINT ["kg"]
CMD ["--help"]
