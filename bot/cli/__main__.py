"""`python -m bot.cli`: the same as `doorstep`, for where the console script is not on the path."""

from bot.cli.root import main

if __name__ == "__main__":
    main()
