# Builder: everything, then the emitted JavaScript.
FROM node:24-slim AS builder
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

# Runtime: production packages only. The Node that the lockfile carries for older hosts is dropped; the native parser,
# which is optional too, must stay, so `--omit=optional` is no option.
FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 THREATDIFF_DATA=/data
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node && npm cache clean --force
COPY bin ./bin
COPY prompts ./prompts
COPY schemas ./schemas
COPY app.yml LICENSE ./
COPY src/catalogue/kinds ./src/catalogue/kinds
COPY --from=builder /app/dist ./dist
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/threatdiff.js", "serve"]
