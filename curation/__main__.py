"""`python -m curation` is `curate`."""

if __name__ == "__main__":
    try:
        from curation.cli import main

        main()
    except KeyboardInterrupt:  # Before `main` could see to it.
        raise SystemExit(130) from None
