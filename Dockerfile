# syntax=docker/dockerfile:1
#
#     docker build -t cewen .
#     docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/site" cewen build
#     docker run --rm -p 8000:8000 -v "$PWD:/site" cewen serve --host 0.0.0.0
#
# The workflow of releases puts a folder with the program of the release in the place of the stage `build`.

FROM rust:1.95-slim-bookworm AS build
ARG TARGETARCH
WORKDIR /source
COPY . .
RUN cargo build --release --locked && install -D target/release/cewen "/out/${TARGETARCH}/cewen"

FROM debian:bookworm-slim
ARG TARGETARCH
# What reads PDFs, with the tables of Chinese characters. Of a release of Debian any of its versions will do.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends poppler-data poppler-utils \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 cewen && install -d -o cewen -g cewen /site
COPY --from=build --chmod=755 /out/${TARGETARCH}/cewen /usr/local/bin/cewen
ENV LANG=C.UTF-8
USER 1000
WORKDIR /site
EXPOSE 8000
ENTRYPOINT ["cewen"]
CMD ["--help"]
