# Two images from one file: `docker build --target tap .` and `docker build --target target .`
FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json .npmrc ./
RUN npm ci --ignore-scripts
COPY schemas schemas
COPY protocol protocol
COPY tap tap
COPY target target
RUN npx tsc && npm prune --omit=dev --ignore-scripts

FROM node:20-slim AS base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
USER node
WORKDIR /tmp

FROM base AS target
ENTRYPOINT ["node", "/app/dist/target/singer.js"]

FROM base AS tap
ENTRYPOINT ["node", "/app/dist/tap/singer.js"]
