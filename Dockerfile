# The image of every process of the portal: pages, live, worker and the one-shot that prepares the database.

FROM node:24-slim AS front
WORKDIR /front
COPY requirements/package.json requirements/package-lock.json requirements/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS environment
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /environment \
    && /environment/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.txt

FROM python:3.13-slim
ENV PATH=/environment/bin:$PATH \
    VIRTUAL_ENV=/environment \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_DATA=/data \
    DJANGO_SETTINGS_MODULE=portal.config.settings
RUN useradd --system --uid 10001 --user-group --no-create-home portal \
    && install --directory --owner=portal --group=portal /data
WORKDIR /portal
COPY --from=environment /environment /environment
COPY manage.py ./
COPY portal portal
COPY networks networks
COPY cases cases
COPY knowledge knowledge
COPY templates templates
COPY --from=front /front/node_modules .portal/front/node_modules
RUN python -c "from portal.ui.translations import compile_all; compile_all()" \
    && PORTAL_SECRET_KEY=unused-while-building python manage.py collectstatic --noinput
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "portal.config.wsgi:application", "--bind=0.0.0.0:8000"]
