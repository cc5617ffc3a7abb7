# The site in production. Its settings come from the environment: see .env.example.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    COALITION_VAR=/srv/var \
    STATIC_ROOT=/srv/static \
    BIND=0.0.0.0:8000

RUN useradd --system --no-create-home --shell /usr/sbin/nologin tracker \
    && install -d -o tracker -g tracker /srv/var /srv/var/releases

WORKDIR /srv/app

# The packages alone first: this layer stays as long as the list does.
# With pyarrow: releases have Parquet files, and a site makes releases.
COPY requirements-parquet.txt .
RUN pip install -r requirements-parquet.txt

COPY . .
# The key signs nothing here: it lasts for this one command and is in no layer.
RUN SECRET_KEY=for-this-command-only python manage.py collectstatic --noinput

USER tracker
EXPOSE 8000
CMD ["gunicorn", "coalition.wsgi:application"]
