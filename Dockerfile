# Four images from one file: `docker build --target tap .`, and likewise target, source and destination.
# catalogs/guides/containers.md tells how to run them.
FROM docker.io/library/node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json .npmrc ./
RUN npm ci --ignore-scripts
COPY schemas schemas
COPY protocol protocol
COPY tap tap
COPY target target
RUN npx tsc --declaration false \
  && rm dist/schemas/generate.js dist/schemas/meltano-hub.js \
  && npm prune --omit=dev --ignore-scripts

# Production dependencies only. Runs as uid 1000 on a read-only root; /tmp must be writable (a tmpfs will do).
FROM docker.io/library/node:20-slim AS base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
USER 1000:1000
WORKDIR /tmp
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="anaplan-connectors" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION"

FROM base AS destination
ARG VERSION=0.1.0
LABEL io.airbyte.name="anaplan-connectors/destination-anaplan" io.airbyte.version="$VERSION"
ENV AIRBYTE_ENTRYPOINT="node /app/dist/target/airbyte.js"
ENTRYPOINT ["node", "/app/dist/target/airbyte.js"]

FROM base AS source
ARG VERSION=0.1.0
LABEL io.airbyte.name="anaplan-connectors/source-anaplan" io.airbyte.version="$VERSION"
ENV AIRBYTE_ENTRYPOINT="node /app/dist/tap/airbyte.js"
ENTRYPOINT ["node", "/app/dist/tap/airbyte.js"]

FROM base AS target
ENTRYPOINT ["node", "/app/dist/target/singer.js"]

FROM base AS tap
ENTRYPOINT ["node", "/app/dist/tap/singer.js"]
