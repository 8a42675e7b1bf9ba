"""`python -m kpidsl` is `kpic`."""

from kpidsl.cli.main import main

if __name__ == "__main__":
    main()
