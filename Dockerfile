# One image for the four services; the command says which one runs. Built in two stages, so that compilers stay out of it.
# Node 22: newer releases of Node 24 abort with the SQLite driver (nodejs/node#65446).
FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
# --ignore-scripts first: "prepare" needs the sources, which change more often than the dependencies.
RUN npm ci --ignore-scripts && npm rebuild
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY deploy/healthcheck.mjs ./deploy/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# SIGTERM reaches the service itself, as there is no shell in between; it stops within 5 s.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["--help"]
